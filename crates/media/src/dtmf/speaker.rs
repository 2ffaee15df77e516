//! Digits as sound, one after the other.

use std::collections::VecDeque;

use super::digit::{Dialled, Digit};
use crate::pcm::{Frame, MIX_RATE, to_sample};
use crate::tone::Tone;

/// Speaks a queue of digits: each for 100 ms with 80 ms of silence after it.
#[derive(Debug, Default)]
pub struct DigitSpeaker {
    waiting: VecDeque<Dialled>,
    speaking: Option<Speaking>,
}

#[derive(Debug)]
struct Speaking {
    tones: Option<(Tone, Tone)>,
    frames: u32,
    then_silent: u32,
}

impl DigitSpeaker {
    /// Puts more behind what is still to be spoken; false when there is no room for it.
    pub fn say(&mut self, digits: &[Dialled]) -> bool {
        let fits = self.waiting.len() + digits.len() <= CAPACITY;
        if fits {
            self.waiting.extend(digits);
        }
        fits
    }

    /// The next 20 ms, or nothing when all is said.
    pub fn frame(&mut self) -> Option<Frame> {
        if self.speaking.is_none() {
            self.speaking = self.waiting.pop_front().map(Speaking::of);
        }
        let speaking = self.speaking.as_mut()?;
        let frame = speaking.frame();
        if speaking.frames == 0 && speaking.then_silent == 0 {
            self.speaking = None;
        }
        Some(frame)
    }

    /// Whether all is said.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.speaking.is_none() && self.waiting.is_empty()
    }
}

impl Speaking {
    fn of(dialled: Dialled) -> Self {
        let (tones, frames, then_silent) = match dialled {
            Dialled::Press(digit) => (Some(pair(digit)), TONE_FRAMES, GAP_FRAMES),
            Dialled::HalfSecond => (None, 0, 25),
            Dialled::Second => (None, 0, 50),
        };
        Self {
            tones,
            frames,
            then_silent,
        }
    }

    fn frame(&mut self) -> Frame {
        let mut frame = Frame::SILENCE;
        if self.frames > 0 {
            self.frames -= 1;
            if let Some((low, high)) = &mut self.tones {
                for sample in frame.samples_mut() {
                    *sample = to_sample((low.next_at(MIX_RATE) + high.next_at(MIX_RATE)) * 32_768.0);
                }
            }
        } else {
            self.then_silent = self.then_silent.saturating_sub(1);
        }
        frame
    }
}

fn pair(digit: Digit) -> (Tone, Tone) {
    let (low, high) = digit.tones();
    (Tone::new(low, LOW_AMPLITUDE), Tone::new(high, HIGH_AMPLITUDE))
}

/// The upper tone is 2 dB louder, because lines swallow more of it (ITU-T Q.23 allows for as much).
const LOW_AMPLITUDE: f32 = 0.2;
const HIGH_AMPLITUDE: f32 = 0.25;

/// Receivers must take 40 ms and may take longer; menus behind bad lines like 100 ms.
const TONE_FRAMES: u32 = 5;
const GAP_FRAMES: u32 = 4;

/// Two strings of the greatest length.
const CAPACITY: usize = 64;
