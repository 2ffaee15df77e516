//! What a detector said of each call, and how that counts.

use outdial_media::detect::{
    Analyser, Assessment, Classic, ClassicParams, FRAME, FRAME_MS, Observation, Params, Reason, Verdict,
};

use super::scene::{Scene, Truth};

/// What came of one call.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    pub scene: &'a Scene,
    pub verdict: Verdict,
    pub reason: Reason,
    /// When the first verdict came.
    pub decided_ms: u32,
    /// When and why a machine was said to record.
    pub ready: Option<(u32, Reason)>,
    /// Beeps that were heard, by their ends.
    pub beeps_ms: Vec<u32>,
    /// How much was listened to.
    pub heard_ms: u32,
}

/// A detector's calls.
pub type Judgements<'a> = Vec<Judged<'a>>;

/// Ours on each call.
pub fn ours<'a>(scenes: &'a [Scene], params: &Params) -> Judgements<'a> {
    scenes
        .iter()
        .map(|scene| {
            let mut analyser = Analyser::new(*params);
            let mut beeps_ms = Vec::new();
            judge(scene, |frame| {
                let heard = analyser.hear(frame);
                beeps_ms.extend(heard.noticed.iter().filter_map(|noticed| match noticed {
                    Observation::Beep { ended_ms, .. } => Some(*ended_ms),
                    Observation::SpeechBegan { .. }
                    | Observation::SpeechEnded { .. }
                    | Observation::NoiseLearned { .. }
                    | Observation::Tone { .. } => None,
                }));
                heard.assessment
            })
            .with_beeps(beeps_ms)
        })
        .collect()
}

/// The classic detector on each call.
pub fn classic(scenes: &[Scene]) -> Judgements<'_> {
    scenes
        .iter()
        .map(|scene| {
            let mut classic = Classic::new(ClassicParams::default());
            judge(scene, |frame| classic.hear(frame))
        })
        .collect()
}

fn judge(scene: &Scene, mut hear: impl FnMut(&[i16; FRAME]) -> Assessment) -> Judged<'_> {
    let (mut first, mut ready) = (None, None);
    let mut last = None;
    let mut heard_ms = 0;
    for frame in scene.samples.as_chunks::<FRAME>().0 {
        let now = hear(frame);
        heard_ms += FRAME_MS;
        last = Some(now);
        if first.is_none() && (now.is_final || now.verdict != Verdict::Unknown) {
            first = Some(heard_ms);
        }
        if now.verdict == Verdict::MachineReady && ready.is_none() {
            ready = Some((heard_ms, now.reason));
        }
        if now.is_final {
            break;
        }
    }
    Judged {
        scene,
        verdict: last.map_or(Verdict::Unknown, |last| last.verdict),
        reason: last.map_or(Reason::Listening, |last| last.reason),
        decided_ms: first.unwrap_or(heard_ms),
        ready,
        beeps_ms: Vec::new(),
        heard_ms,
    }
}

impl Judged<'_> {
    fn with_beeps(mut self, beeps_ms: Vec<u32>) -> Self {
        self.beeps_ms = beeps_ms;
        self
    }

    /// From the first sound of speech to the verdict; none where nobody speaks, or the verdict was no answer to it.
    pub fn after_onset_ms(&self) -> Option<u32> {
        let (began, _) = self.scene.speech_ms?;
        (self.verdict != Verdict::Unknown).then(|| self.decided_ms.saturating_sub(began))
    }

    /// From the last sound of speech to the verdict.
    pub fn after_end_ms(&self) -> Option<u32> {
        let (_, ended) = self.scene.speech_ms?;
        (self.verdict != Verdict::Unknown).then(|| self.decided_ms.saturating_sub(ended))
    }

    /// Whether the true beep was listened for.
    pub fn listened_for_beep(&self) -> Option<(u32, u32)> {
        self.scene.beep_ms.filter(|(began, _)| self.heard_ms > *began)
    }

    /// Whether the true beep was heard as one.
    pub fn heard_beep(&self) -> bool {
        self.scene.beep_ms.is_some_and(|(_, ended)| {
            self.beeps_ms
                .iter()
                .any(|at| at.abs_diff(ended) <= BEEP_TOLERANCE_MS)
        })
    }

    /// Beeps that were none; the first of two counts as one, since a machine makes it.
    pub fn false_beeps(&self) -> usize {
        let is_true = |at: &u32| {
            self.scene.beep_ms.is_some_and(|(began, ended)| {
                (began.saturating_sub(FIRST_OF_TWO_MS)..=ended + BEEP_TOLERANCE_MS).contains(at)
            })
        };
        self.beeps_ms.iter().filter(|at| !is_true(at)).count()
    }
}

/// Which of the calls came to what.
pub fn count(judged: &[Judged<'_>], truth: Truth, verdicts: &[Verdict]) -> usize {
    judged
        .iter()
        .filter(|one| one.scene.truth == truth && verdicts.contains(&one.verdict))
        .count()
}

const BEEP_TOLERANCE_MS: u32 = 100;
const FIRST_OF_TWO_MS: u32 = 250;
