//! The analyser: frames in, assessments out.

use super::activity::{Activity, Sound, decibels};
use super::beep::BeepWatch;
use super::cadence::{Cadence, Signal};
use super::greeting::{Change, Greeting};
use super::judge::{Evidence, Judge};
use super::observation::Observation;
use super::params::Params;
use super::spectrum::{Spectrum, WINDOW};
use super::tone_run::{ToneRuns, Toned};
use super::verdict::{Assessment, Verdict};
use super::{FRAME, FRAME_MS};

/// Listens to one line.
#[derive(Debug, Clone)]
pub struct Analyser {
    heard_ms: u32,
    /// The last 100 ms, the latest last, full scale being 1.
    heard: [f32; HISTORY],
    tones: ToneRuns,
    activity: Activity,
    greeting: Greeting,
    cadence: Cadence,
    beeps: BeepWatch,
    judge: Judge,
}

/// What a frame has brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// How things stand.
    pub assessment: Assessment,
    /// What was noticed; mostly nothing.
    pub noticed: Vec<Observation>,
}

impl Analyser {
    /// An analyser that has heard nothing.
    #[must_use]
    pub fn new(params: Params) -> Self {
        Self {
            heard_ms: 0,
            heard: [0.0; HISTORY],
            tones: ToneRuns::new(&params),
            activity: Activity::new(&params),
            greeting: Greeting::new(&params),
            cadence: Cadence::default(),
            beeps: BeepWatch::new(&params),
            judge: Judge::new(params),
        }
    }

    /// How much was listened to.
    #[must_use]
    pub fn heard_ms(&self) -> u32 {
        self.heard_ms
    }

    /// How things stand.
    #[must_use]
    pub fn assessment(&self) -> Assessment {
        self.judge.assessment()
    }

    /// Takes in the next 20 ms. After a final verdict nothing is looked at any more.
    pub fn hear(&mut self, frame: &[i16; FRAME]) -> Heard {
        let mut noticed = Vec::new();
        if self.assessment().is_final {
            return Heard {
                assessment: self.assessment(),
                noticed,
            };
        }
        self.heard_ms = self.heard_ms.saturating_add(FRAME_MS);
        let spectrum = self.take_in(frame);
        let mut toned = self
            .tones
            .hear(&spectrum, self.activity.noise_power(), &self.heard);
        let speech = self.hear_speech(&spectrum, &toned, &mut noticed);
        let signal = self.hear_signal(&mut toned, &mut noticed);
        let beep = self.beeps.hear(&toned, speech, self.greeting.said().words > 0);
        if let Some(beep) = beep {
            noticed.push(Observation::Beep {
                hz: beep.hz,
                ms: beep.ms,
                ended_ms: beep.ended_ms,
            });
        }
        let assessment = self.judge.weigh(&Evidence {
            said: self.greeting.said(),
            silence_ms: self.greeting.silence_ms(),
            signal,
            beep: beep.is_some(),
            tone: toned.sounding.is_some() || self.beeps.is_waiting(),
        });
        Heard { assessment, noticed }
    }

    fn take_in(&mut self, frame: &[i16; FRAME]) -> Spectrum {
        self.heard.rotate_left(FRAME);
        for (to, from) in self.heard[HISTORY - FRAME..].iter_mut().zip(frame) {
            *to = f32::from(*from) / 32_768.0;
        }
        let mut latest = [0.0; WINDOW];
        latest.copy_from_slice(&self.heard[HISTORY - WINDOW..]);
        Spectrum::of(&latest)
    }

    /// Whether this frame is speech; a tone is none, and neither were the frames that made it sure.
    fn hear_speech(&mut self, spectrum: &Spectrum, toned: &Toned, noticed: &mut Vec<Observation>) -> bool {
        let speech = if toned.sounding.is_some() {
            self.activity.skip();
            if self.greeting.is_beginning() {
                self.greeting.retract(u32::MAX);
            }
            false
        } else {
            match self.activity.hear(spectrum) {
                Sound::Quiet => false,
                Sound::Lively => true,
                Sound::NoiseLearned { ms } => {
                    self.greeting.retract(ms);
                    let level_db = decibels(self.activity.noise_power());
                    noticed.push(Observation::NoiseLearned { level_db });
                    false
                }
            }
        };
        noticed.extend(self.greeting.hear(speech).map(|change| match change {
            Change::WordBegan { at_ms } => Observation::SpeechBegan { at_ms },
            Change::WordEnded { at_ms, ms } => Observation::SpeechEnded { at_ms, ms },
        }));
        speech
    }

    fn hear_signal(&mut self, toned: &mut Toned, noticed: &mut Vec<Observation>) -> Option<Signal> {
        let ended = toned.ended.as_mut().and_then(|tone| {
            let signal = self.cadence.ended(tone);
            noticed.push(Observation::Tone {
                kind: tone.kind,
                hz: tone.hz,
                ms: tone.ms,
            });
            signal
        });
        let sounding = || toned.sounding.and_then(|tone| self.cadence.sounding(&tone));
        let signal = ended.or_else(sounding);
        if signal == Some(Signal::Progress) && self.assessment().verdict == Verdict::Unknown {
            // Whoever spoke before it rang only put the call through.
            self.greeting.forget();
        }
        signal
    }
}

/// 100 ms: long enough to tell the two tones of ring-back, 40 Hz apart.
const HISTORY: usize = 800;
