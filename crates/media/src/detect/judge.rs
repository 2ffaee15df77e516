//! The verdict, by what was said, what sounded and how long it took.

use super::FRAME_MS;
use super::cadence::Signal;
use super::greeting::Said;
use super::params::Params;
use super::verdict::{Assessment, Reason, Verdict};

/// What a frame has brought for the judgement.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    pub(super) said: Said,
    pub(super) silence_ms: u32,
    pub(super) signal: Option<Signal>,
    pub(super) beep: bool,
    /// A tone sounds, or has sounded and may be a beep.
    pub(super) tone: bool,
}

/// Holds the verdict.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    params: Params,
    now_ms: u32,
    /// The first audio, or the time by which it would have rung again.
    since_ms: u32,
    /// When the machine was recognised.
    machine_ms: u32,
    assessment: Assessment,
}

impl Judge {
    pub(super) fn new(params: Params) -> Self {
        Self {
            params,
            now_ms: 0,
            since_ms: 0,
            machine_ms: 0,
            assessment: Assessment::LISTENING,
        }
    }

    pub(super) fn assessment(&self) -> Assessment {
        self.assessment
    }

    /// Takes in what a frame has brought.
    pub(super) fn weigh(&mut self, evidence: &Evidence) -> Assessment {
        if self.assessment.is_final {
            return self.assessment;
        }
        self.now_ms = self.now_ms.saturating_add(FRAME_MS);
        if evidence.signal == Some(Signal::Progress) {
            self.since_ms = self.now_ms.saturating_add(self.params.ring_pause_ms);
        }
        match self.assessment.verdict {
            Verdict::Unknown => self.decide(evidence),
            Verdict::Machine => self.await_beep(evidence),
            // These are final, and left above.
            Verdict::Human | Verdict::Fax | Verdict::MachineReady => {}
        }
        self.assessment
    }

    fn decide(&mut self, evidence: &Evidence) {
        let decided = self
            .by_tones(evidence)
            .or_else(|| self.by_speech(evidence))
            .or_else(|| self.by_time(evidence));
        if let Some(assessment) = decided {
            self.machine_ms = self.now_ms;
            self.assessment = assessment;
        }
    }

    fn by_tones(&self, evidence: &Evidence) -> Option<Assessment> {
        match evidence.signal {
            Some(Signal::Fax) => Some(settled(Verdict::Fax, Reason::FaxTone, SURE)),
            // Nothing is recorded there, so there is nothing to wait for.
            Some(Signal::Network) => Some(settled(Verdict::Machine, Reason::NetworkTones, SURE)),
            Some(Signal::Busy) => Some(settled(Verdict::Machine, Reason::BusyTone, SURE)),
            Some(Signal::Progress) | None => evidence
                .beep
                .then(|| settled(Verdict::MachineReady, Reason::Beep, SURE)),
        }
    }

    fn by_speech(&self, evidence: &Evidence) -> Option<Assessment> {
        let (params, said) = (&self.params, &evidence.said);
        if said.words == 0 {
            return None;
        }
        let machine = |reason| Some(self.machine(reason, said));
        if said.span_ms() >= params.long_greeting_ms {
            return machine(Reason::LongGreeting);
        }
        if said.longest_ms >= params.unbroken_ms {
            return machine(Reason::UnbrokenSpeech);
        }
        if said.words > params.max_words && said.speech_ms >= params.max_words_speech_ms {
            return machine(Reason::MaxWords);
        }
        if evidence.tone {
            return None;
        }
        let short = said.span_ms() <= params.short_greeting_ms;
        let (needed, reason) = if short {
            let (least, most) = params.short_silence_ms;
            let left = params.short_turn_ms.saturating_sub(said.span_ms());
            (left.max(least).min(most), Reason::ShortGreeting)
        } else {
            (params.long_silence_ms, Reason::GreetingThenSilence)
        };
        (evidence.silence_ms >= needed).then(|| settled(Verdict::Human, reason, self.human_confidence(said)))
    }

    fn by_time(&self, evidence: &Evidence) -> Option<Assessment> {
        let late = self.now_ms.saturating_sub(self.since_ms) >= self.params.deadline_ms;
        if !late && self.now_ms < self.params.limit_ms {
            return None;
        }
        let reason = if evidence.said.words == 0 {
            Reason::InitialSilence
        } else {
            Reason::Deadline
        };
        Some(settled(Verdict::Unknown, reason, 0.0))
    }

    fn await_beep(&mut self, evidence: &Evidence) {
        let waited_ms = self.now_ms - self.machine_ms;
        if evidence.beep {
            self.assessment = settled(Verdict::MachineReady, Reason::Beep, SURE);
        } else if evidence.silence_ms >= self.params.greeting_over_ms && !evidence.tone {
            let confidence = self.assessment.confidence;
            self.assessment = settled(Verdict::MachineReady, Reason::GreetingOver, confidence);
        } else if waited_ms >= self.params.beep_limit_ms || self.now_ms >= self.params.limit_ms {
            self.assessment.reason = Reason::NoBeep;
            self.assessment.is_final = true;
        } else {
            // It goes on talking, which people do less and less.
            let confidence = self.machine(self.assessment.reason, &evidence.said).confidence;
            self.assessment.confidence = self.assessment.confidence.max(confidence);
        }
    }

    fn machine(&self, reason: Reason, said: &Said) -> Assessment {
        let beyond = ratio(said.span_ms(), self.params.long_greeting_ms);
        Assessment {
            verdict: Verdict::Machine,
            confidence: (0.4 + 0.4 * beyond).clamp(0.6, 0.95),
            reason,
            is_final: false,
        }
    }

    /// The shorter the greeting, the surer.
    fn human_confidence(&self, said: &Said) -> f32 {
        (1.0 - 0.4 * ratio(said.span_ms(), self.params.long_greeting_ms)).clamp(0.6, 0.95)
    }
}

fn settled(verdict: Verdict, reason: Reason, confidence: f32) -> Assessment {
    Assessment {
        verdict,
        confidence,
        reason,
        is_final: true,
    }
}

fn ratio(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// Tones leave little doubt.
const SURE: f32 = 0.98;
