//! Answering machine detection: what Twilio would make of the greeting, and when.

use super::terms::Hook;
use crate::people::Greeting;

/// When the verdict is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DetectionMode {
    /// As soon as it is known.
    Enable,
    /// For machines, at the end of the greeting.
    DetectMessageEnd,
}

/// Detection as asked for.
#[derive(Debug, Clone)]
pub(crate) struct Detection {
    pub mode: DetectionMode,
    /// The instructions run meanwhile instead of waiting for the verdict.
    pub asynchronous: bool,
    pub callback: Option<Hook>,
    pub timeout_ms: u64,
    /// Speech shorter than this is a human's.
    pub speech_threshold_ms: u64,
    /// Silence that ends speech.
    pub speech_end_ms: u64,
    /// Silence at the start that makes it give up.
    pub silence_timeout_ms: u64,
}

/// What detection says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Twilio's word.
    pub answered_by: &'static str,
    /// From the answer to the verdict.
    pub after_ms: u64,
}

impl Default for Detection {
    fn default() -> Self {
        Self {
            mode: DetectionMode::Enable,
            asynchronous: false,
            callback: None,
            timeout_ms: 30_000,
            speech_threshold_ms: 2_400,
            speech_end_ms: 1_200,
            silence_timeout_ms: 5_000,
        }
    }
}

impl Detection {
    /// What detection makes of a greeting.
    pub(crate) fn listen(&self, greeting: &Greeting) -> Heard {
        let heard = self.without_limit(greeting);
        if heard.after_ms <= self.timeout_ms {
            return heard;
        }
        let mid_greeting = self.is_machine(greeting) && self.mode == DetectionMode::DetectMessageEnd;
        Heard {
            answered_by: if mid_greeting {
                "machine_end_other"
            } else {
                "unknown"
            },
            after_ms: self.timeout_ms,
        }
    }

    fn without_limit(&self, greeting: &Greeting) -> Heard {
        let spoken = greeting.silence_ms + greeting.speech_ms;
        if greeting.fax {
            return heard("fax", FAX_TONE_MS);
        }
        if greeting.silence_ms >= self.silence_timeout_ms {
            return heard("unknown", self.silence_timeout_ms);
        }
        if !self.is_machine(greeting) {
            return heard("human", spoken + self.speech_end_ms);
        }
        match (self.mode, greeting.beep) {
            (DetectionMode::Enable, _) => {
                heard("machine_start", greeting.silence_ms + self.speech_threshold_ms)
            }
            (DetectionMode::DetectMessageEnd, true) => heard("machine_end_beep", spoken + BEEP_MS),
            (DetectionMode::DetectMessageEnd, false) => {
                heard("machine_end_silence", spoken + self.speech_end_ms)
            }
        }
    }

    fn is_machine(&self, greeting: &Greeting) -> bool {
        greeting.speech_ms >= self.speech_threshold_ms
    }
}

fn heard(answered_by: &'static str, after_ms: u64) -> Heard {
    Heard {
        answered_by,
        after_ms,
    }
}

/// The pause after a greeting and the beep itself.
const BEEP_MS: u64 = 700;
/// A fax gives itself away with its first tone.
const FAX_TONE_MS: u64 = 1_500;

#[cfg(test)]
mod tests {
    use super::*;

    fn greeting(silence_ms: u64, speech_ms: u64, beep: bool) -> Greeting {
        Greeting {
            silence_ms,
            speech_ms,
            beep,
            fax: false,
        }
    }

    #[test]
    fn every_verdict_has_its_greeting() {
        use DetectionMode::{DetectMessageEnd, Enable};
        let fax = Greeting {
            fax: true,
            ..greeting(0, 0, false)
        };
        let table = [
            (Enable, greeting(200, 800, false), "human", 2_200),
            (DetectMessageEnd, greeting(200, 800, false), "human", 2_200),
            (Enable, greeting(200, 8_000, true), "machine_start", 2_600),
            (
                DetectMessageEnd,
                greeting(200, 8_000, true),
                "machine_end_beep",
                8_900,
            ),
            (
                DetectMessageEnd,
                greeting(200, 8_000, false),
                "machine_end_silence",
                9_400,
            ),
            (
                DetectMessageEnd,
                greeting(200, 60_000, true),
                "machine_end_other",
                30_000,
            ),
            (Enable, greeting(6_000, 800, false), "unknown", 5_000),
            (Enable, fax, "fax", 1_500),
        ];
        for (mode, greeting, answered_by, after_ms) in table {
            let detection = Detection {
                mode,
                ..Detection::default()
            };
            assert_eq!(
                detection.listen(&greeting),
                heard(answered_by, after_ms),
                "{greeting:?}"
            );
        }
    }
}
