//! Sounds that are computed: beeps, keys, fax machines, music on hold.

use std::f64::consts::TAU;

use super::frame::{Frame, SAMPLES, SILENCE};

/// One or two sine waves together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tone {
    first: u32,
    second: u32,
}

impl Tone {
    /// A mailbox asks for the message.
    pub(crate) const BEEP: Self = Self::pure(1_000);
    /// A fax machine answers (CED).
    pub(crate) const FAX: Self = Self::pure(2_100);
    /// Stands for speech and music that the network says or plays but does not synthesise.
    pub(crate) const MURMUR: Self = Self::pure(400);

    pub(crate) const fn pure(hz: u32) -> Self {
        Self { first: hz, second: 0 }
    }

    /// The tones of a key; `None` for what is no key.
    pub(crate) fn key(key: char) -> Option<Self> {
        let at = KEYS.iter().position(|row| row.contains(key))?;
        let column = KEYS[at].find(key)?;
        Some(Self {
            first: ROWS[at],
            second: *COLUMNS.get(column)?,
        })
    }

    /// The `nth` frame of it.
    pub(crate) fn frame(self, nth: u64) -> Frame {
        // A second of any whole number of hertz repeats, so the phase never grows inexact.
        let start = nth % FRAMES_A_SECOND * 160;
        let mut frame = SILENCE;
        for (at, sample) in (start..).zip(frame.iter_mut()) {
            *sample = if self.second == 0 {
                sine(self.first, at, LEVEL)
            } else {
                sine(self.first, at, LEVEL / 2.0) + sine(self.second, at, LEVEL / 2.0)
            };
        }
        frame
    }
}

/// The `nth` frame of what a caller hears while the other phone rings: two seconds in six, as in North America.
pub(crate) fn ring_back(nth: u64) -> Frame {
    const RING: Tone = Tone {
        first: 440,
        second: 480,
    };
    if nth % (6 * FRAMES_A_SECOND) < 2 * FRAMES_A_SECOND {
        RING.frame(nth)
    } else {
        SILENCE
    }
}

/// The `nth` frame of the music that people on hold hear: a soft broken chord.
pub(crate) fn hold_music(nth: u64) -> Frame {
    let note = usize::try_from(nth / FRAMES_A_NOTE).unwrap_or(0) % CHORD.len();
    let mut frame = Tone::pure(CHORD[note]).frame(nth);
    for sample in &mut frame {
        *sample /= 4;
    }
    frame
}

fn sine(hz: u32, at: u64, level: f64) -> i16 {
    let cycles = u32::try_from(at % 8_000).map_or(0.0, f64::from) * f64::from(hz) / 8_000.0;
    let value = (cycles * TAU).sin() * level;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the level is far below the largest sample"
    )]
    {
        value as i16
    }
}

const LEVEL: f64 = 8_000.0;
const FRAMES_A_SECOND: u64 = 8_000 / SAMPLES as u64;
const FRAMES_A_NOTE: u64 = 20;
const CHORD: [u32; 4] = [523, 659, 784, 659];
const KEYS: [&str; 4] = ["123A", "456B", "789C", "*0#D"];
const ROWS: [u32; 4] = [697, 770, 852, 941];
const COLUMNS: [u32; 4] = [1_209, 1_336, 1_477, 1_633];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_two_tones() {
        assert_eq!(
            Tone::key('5'),
            Some(Tone {
                first: 770,
                second: 1_336
            })
        );
        assert_eq!(
            Tone::key('#'),
            Some(Tone {
                first: 941,
                second: 1_477
            })
        );
        assert_eq!(Tone::key('w'), None);
    }

    #[test]
    fn a_tone_goes_on_smoothly_from_frame_to_frame() {
        let tone = Tone::pure(440);
        for nth in [0, 49, 50, 1_000] {
            let step = i32::from(tone.frame(nth + 1)[0]) - i32::from(tone.frame(nth)[159]);
            assert!(step.abs() < 2_900, "a jump of {step} after frame {nth}");
        }
    }
}
