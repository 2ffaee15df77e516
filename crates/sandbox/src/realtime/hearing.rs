//! When somebody begins to speak and when they pause, by how loud they are.

use super::settings::Format;
use crate::audio::{SAMPLES, is_loud};

/// The ears of the model.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    rest: Vec<u8>,
    heard_frames: u64,
    loud: u64,
    quiet: u64,
    is_speaking: bool,
}

/// What is noticed; times are milliseconds of audio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noticed {
    Begins { at_ms: u64 },
    Pauses { at_ms: u64, spoke_ms: u64 },
}

impl Hearing {
    pub fn heard_ms(&self) -> u64 {
        self.heard_frames * 20
    }

    /// Whether the last that was heard was loud.
    pub fn ends_loud(&self) -> bool {
        self.heard_frames > 0 && self.quiet == 0
    }

    /// Listens; `pause_ms` of quiet end a turn.
    pub fn hear(&mut self, audio: &[u8], format: Format, pause_ms: u64) -> Vec<Noticed> {
        self.rest.extend_from_slice(audio);
        let length = format.bytes_per_ms() * 20;
        let mut noticed = Vec::new();
        while self.rest.len() >= length {
            let frame: Vec<u8> = self.rest.drain(..length).collect();
            noticed.extend(self.frame(is_loud(&format.frame(&frame)), pause_ms));
        }
        noticed
    }

    fn frame(&mut self, loud: bool, pause_ms: u64) -> Option<Noticed> {
        self.heard_frames += 1;
        if loud {
            self.loud += 1;
            self.quiet = 0;
        } else {
            self.quiet += 1;
        }
        if !self.is_speaking {
            if self.quiet >= GAP {
                self.loud = 0;
            }
            if self.loud < ONSET {
                return None;
            }
            self.is_speaking = true;
            let at_ms = self.heard_ms().saturating_sub(ONSET * 20 + PREFIX_MS);
            return Some(Noticed::Begins { at_ms });
        }
        if self.quiet * 20 < pause_ms {
            return None;
        }
        let spoke_ms = self.loud * 20;
        self.is_speaking = false;
        self.loud = 0;
        Some(Noticed::Pauses {
            at_ms: self.heard_ms(),
            spoke_ms,
        })
    }
}

/// Loud frames that are a word and no click.
const ONSET: u64 = 3;
/// Quiet frames after which loud ones are counted anew.
const GAP: u64 = 5;
const PREFIX_MS: u64 = 300;
const _: () = assert!(SAMPLES == 160);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::{SILENCE, Tone, encode};

    #[test]
    fn a_word_begins_a_turn_a_pause_ends_it_and_a_click_does_neither() {
        let mut hearing = Hearing::default();
        let mut noticed = Vec::new();
        for nth in 0..200_u64 {
            let loud = nth == 10 || (50..100).contains(&nth);
            let frame = if loud { Tone::MURMUR.frame(nth) } else { SILENCE };
            noticed.extend(hearing.hear(&encode(&frame), Format::Mulaw, 500));
        }
        assert_eq!(
            noticed,
            [
                Noticed::Begins { at_ms: 700 },
                Noticed::Pauses {
                    at_ms: 2_500,
                    spoke_ms: 1_000
                }
            ]
        );
    }
}
