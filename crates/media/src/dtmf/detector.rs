//! Digits heard: eight narrow filters over each frame, and rules that keep voices from counting as keys.
//!
//! A frame speaks for a key when the strongest row and the strongest column tone hold most of its energy and are about
//! equally loud. One such frame and a neighbour that agrees make a digit: 40 ms are heard wherever they fall, 20 ms
//! are not (ITU-T Q.24). The same key counts again after a frame without it.

use std::f32::consts::TAU;

use super::digit::{COLUMNS_HZ, Digit, ROWS_HZ};
use crate::pcm::{FRAME_SAMPLES, Frame, MIX_RATE};

/// Listens to one participant.
#[derive(Debug, Clone)]
pub struct DigitDetector {
    coefficients: [f32; 8],
    before: Option<Sighting>,
    /// The key that was reported and is still held.
    held: Option<Digit>,
}

#[derive(Debug, Clone, Copy)]
struct Sighting {
    digit: Digit,
    clear: bool,
}

impl DigitDetector {
    /// A detector that has heard nothing.
    #[must_use]
    pub fn new() -> Self {
        let mut coefficients = [0.0; 8];
        let tones = ROWS_HZ.iter().chain(&COLUMNS_HZ);
        for (coefficient, hz) in coefficients.iter_mut().zip(tones) {
            *coefficient = 2.0 * (TAU * hz / SAMPLES_PER_SECOND).cos();
        }
        Self {
            coefficients,
            before: None,
            held: None,
        }
    }

    /// The digit that this frame completes, once per press.
    pub fn hear(&mut self, frame: &Frame) -> Option<Digit> {
        let now = self.sight(frame);
        let before = std::mem::replace(&mut self.before, now);
        let Some(now) = now else {
            self.held = None;
            return None;
        };
        let before = before.filter(|before| before.digit == now.digit)?;
        if (before.clear || now.clear) && self.held != Some(now.digit) {
            self.held = Some(now.digit);
            return Some(now.digit);
        }
        None
    }

    fn sight(&self, frame: &Frame) -> Option<Sighting> {
        let total: f32 = frame.samples().iter().map(|sample| square(*sample)).sum();
        if total < QUIETEST {
            return None;
        }
        let energies = self.energies(frame);
        let (row, low, low_next) = strongest(&energies[..4]);
        let (column, high, high_next) = strongest(&energies[4..]);
        // A lone sine of this frequency over the whole frame would have a share of one.
        let share = 2.0 * (low + high) / (total * SAMPLES_PER_FRAME);
        let balanced = low <= high * LOW_MAY_LEAD && high <= low * HIGH_MAY_LEAD;
        let alone = low_next * RUNNER_UP <= low && high_next * RUNNER_UP <= high;
        if share < FAINT || !balanced || !alone {
            return None;
        }
        Some(Sighting {
            digit: Digit::at(row, column)?,
            clear: share >= CLEAR,
        })
    }

    /// Goertzel's algorithm for all eight at once, so that the compiler can do them side by side.
    fn energies(&self, frame: &Frame) -> [f32; 8] {
        let (mut last, mut before) = ([0.0_f32; 8], [0.0_f32; 8]);
        for sample in frame.samples() {
            let value = f32::from(*sample);
            for tone in 0..8 {
                let now = value + self.coefficients[tone] * last[tone] - before[tone];
                before[tone] = last[tone];
                last[tone] = now;
            }
        }
        std::array::from_fn(|tone| {
            let (last, before) = (last[tone], before[tone]);
            last * last + before * before - self.coefficients[tone] * last * before
        })
    }
}

impl Default for DigitDetector {
    fn default() -> Self {
        Self::new()
    }
}

/// The place and energy of the strongest, and the energy of the next.
fn strongest(energies: &[f32]) -> (usize, f32, f32) {
    let mut best = (0, 0.0, 0.0);
    for (place, energy) in energies.iter().enumerate() {
        if *energy > best.1 {
            best = (place, *energy, best.1);
        } else if *energy > best.2 {
            best.2 = *energy;
        }
    }
    best
}

fn square(sample: i16) -> f32 {
    f32::from(sample) * f32::from(sample)
}

const SAMPLES_PER_SECOND: f32 = 16_000.0;
const SAMPLES_PER_FRAME: f32 = 320.0;
const _: () = assert!(MIX_RATE == 16_000 && FRAME_SAMPLES == 320);

/// -42 dB: a key is never so faint, and silence need not be filtered.
const QUIETEST: f32 = 320.0 * 260.0 * 260.0;

/// The share of the energy in the two tones: keys that are 1.5 % out of tune reach it, voices do not.
const CLEAR: f32 = 0.55;

/// Half a frame of a key.
const FAINT: f32 = 0.25;

/// The lower tone may be 8 dB louder and the upper 6 dB; more is a voice or a chord.
const LOW_MAY_LEAD: f32 = 6.3;
const HIGH_MAY_LEAD: f32 = 4.0;

/// The next row or column is at least 6 dB weaker.
const RUNNER_UP: f32 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::g711;
    use crate::dtmf::{DigitSpeaker, parse};
    use crate::noise::ComfortNoise;
    use crate::pcm::{saturate, to_sample};
    use crate::tone::Tone;

    fn digits(frames: impl IntoIterator<Item = Frame>) -> String {
        let mut detector = DigitDetector::new();
        frames
            .into_iter()
            .filter_map(|frame| detector.hear(&frame))
            .map(Digit::to_char)
            .collect()
    }

    fn spoken(text: &str) -> Vec<Frame> {
        let mut speaker = DigitSpeaker::default();
        assert!(speaker.say(&parse(text).unwrap()));
        std::iter::from_fn(|| speaker.frame()).collect()
    }

    /// Two tones of these lengths in milliseconds, beginning somewhere within a frame.
    fn press(low: f32, high: f32, loudness: (f32, f32), from_ms: usize, for_ms: usize) -> Vec<Frame> {
        let (mut low, mut high) = (Tone::new(low, loudness.0), Tone::new(high, loudness.1));
        let mut samples = vec![0; 16 * from_ms];
        samples.extend(
            (0..16 * for_ms).map(|_| to_sample((low.next_at(MIX_RATE) + high.next_at(MIX_RATE)) * 32_768.0)),
        );
        samples.resize(samples.len().next_multiple_of(320) + 640, 0);
        samples.chunks(320).map(Frame::from_slice).collect()
    }

    #[test]
    fn what_is_spoken_is_heard() {
        assert_eq!(digits(spoken("123A456B789C*0#D")), "123A456B789C*0#D");
        assert_eq!(digits(spoken("0011w22")), "001122");
    }

    #[test]
    fn digits_survive_the_telephone_network_and_noise() {
        let mut noise = ComfortNoise::new();
        let frames = spoken("4711#").into_iter().map(|mut frame| {
            let hiss = noise.frame(0.01);
            for (sample, hiss) in frame.samples_mut().iter_mut().zip(hiss.samples()) {
                let noisy = saturate(i32::from(*sample) + i32::from(*hiss));
                *sample = g711::mulaw_decode(g711::mulaw_encode(noisy));
            }
            frame
        });
        assert_eq!(digits(frames), "4711#");
    }

    #[test]
    fn forty_milliseconds_are_a_digit_wherever_they_fall_and_twenty_are_not() {
        for from_ms in 0..20 {
            assert_eq!(
                digits(press(770.0, 1_336.0, (0.2, 0.2), from_ms, 40)),
                "5",
                "{from_ms}"
            );
            assert_eq!(
                digits(press(770.0, 1_336.0, (0.2, 0.2), from_ms, 18)),
                "",
                "{from_ms}"
            );
        }
    }

    #[test]
    fn a_key_that_is_held_counts_once() {
        assert_eq!(digits(press(770.0, 1_336.0, (0.2, 0.2), 3, 2_000)), "5");
    }

    #[test]
    fn keys_a_little_out_of_tune_or_out_of_balance_count() {
        for factor in [0.985, 1.015] {
            assert_eq!(
                digits(press(941.0 * factor, 1_477.0 * factor, (0.2, 0.2), 5, 100)),
                "#"
            );
        }
        assert_eq!(digits(press(770.0, 1_336.0, (0.3, 0.13), 5, 100)), "5");
        assert_eq!(digits(press(770.0, 1_336.0, (0.02, 0.02), 5, 100)), "5");
    }

    #[test]
    fn one_tone_alone_or_far_out_of_balance_is_no_key() {
        assert_eq!(digits(press(770.0, 1_336.0, (0.3, 0.0), 5, 200)), "");
        assert_eq!(digits(press(770.0, 1_336.0, (0.4, 0.05), 5, 200)), "");
        assert_eq!(digits(press(770.0, 1_336.0, (0.05, 0.4), 5, 200)), "");
        assert_eq!(digits(press(735.0, 1_270.0, (0.2, 0.2), 5, 200)), "");
    }

    #[test]
    fn a_voice_is_no_key() {
        // Harmonics of a gliding pitch, five seconds of them for each of several voices.
        for base in [90.0_f32, 121.0, 154.0, 193.0, 233.0] {
            let mut harmonics: Vec<f32> = vec![0.0; 12];
            let mut samples = Vec::new();
            for at in 0..80_000_u32 {
                let seconds = f32::from(u16::try_from(at / 16).unwrap()) / 1_000.0;
                let pitch = base * (1.0 + 0.15 * (seconds * 2.7).sin());
                let mut value = 0.0;
                for (harmonic, n) in harmonics.iter_mut().zip(1_u8..) {
                    *harmonic = (*harmonic + pitch * f32::from(n) / 16_000.0).fract();
                    value += (*harmonic * TAU).sin() / f32::from(n);
                }
                samples.push(to_sample(value * 5_000.0));
            }
            assert_eq!(digits(samples.chunks(320).map(Frame::from_slice)), "", "{base}");
        }
    }
}
