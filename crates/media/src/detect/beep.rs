//! The tone after which a machine records: one pitch, neither too short nor too long, and nobody speaks after it.

use super::FRAME_MS;
use super::observation::ToneKind;
use super::params::Params;
use super::tone_run::{Tone, Toned};

/// Waits for the quiet after a tone.
#[derive(Debug, Clone)]
pub(super) struct BeepWatch {
    beep_ms: (u32, u32),
    after_ms: u32,
    candidate: Option<Tone>,
    quiet_ms: u32,
    spoken_ms: u32,
}

impl BeepWatch {
    pub(super) fn new(params: &Params) -> Self {
        Self {
            beep_ms: params.beep_ms,
            after_ms: params.after_beep_ms,
            candidate: None,
            quiet_ms: 0,
            spoken_ms: 0,
        }
    }

    /// Whether a tone awaits its quiet.
    pub(super) fn is_waiting(&self) -> bool {
        self.candidate.is_some()
    }

    /// Takes in a frame; the beep is handed out once its quiet has passed. Before anybody has spoken that takes longer:
    /// a headset that beeps before "Hello" is no machine.
    pub(super) fn hear(&mut self, toned: &Toned, speech: bool, after_speech: bool) -> Option<Tone> {
        if let Some(ended) = toned.ended {
            self.consider(ended);
        }
        if self.candidate.is_none() || toned.sounding.is_some() {
            return None;
        }
        if speech {
            self.spoken_ms += FRAME_MS;
            self.quiet_ms = 0;
            if self.spoken_ms >= SPOKEN_MS {
                self.candidate = None;
            }
            return None;
        }
        self.quiet_ms += FRAME_MS;
        let needed = if after_speech {
            self.after_ms
        } else {
            LONE_QUIET_MS
        };
        if self.quiet_ms < needed {
            return None;
        }
        self.candidate.take()
    }

    /// The last of several tones is the one that counts.
    fn consider(&mut self, tone: Tone) {
        let (shortest, longest) = self.beep_ms;
        let fits = tone.kind == ToneKind::Single && (shortest..=longest).contains(&(tone.ms + WINDOW_MS));
        self.candidate = fits.then_some(tone);
        // The frames that told the end of the tone were quiet.
        self.quiet_ms = 0;
        self.spoken_ms = 0;
    }
}

/// A tone fills a window of analysis only this long after it began.
const WINDOW_MS: u32 = 20;
const SPOKEN_MS: u32 = 80;
const LONE_QUIET_MS: u32 = 1_200;
