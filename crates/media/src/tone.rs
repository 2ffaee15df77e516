//! Pure tones, made and measured: how tests tell who hears whom.

use std::f32::consts::TAU;

use crate::pcm::{FRAME_SAMPLES, Frame, MIX_RATE, to_sample};

/// A sine that goes on without a click from one frame to the next.
#[derive(Debug, Clone)]
pub struct Tone {
    hz: f32,
    amplitude: f32,
    turn: f32,
}

impl Tone {
    /// A tone of this frequency whose peaks are this share of full scale.
    #[must_use]
    pub fn new(hz: f32, amplitude: f32) -> Self {
        Self {
            hz,
            amplitude,
            turn: 0.0,
        }
    }

    /// The next 20 ms.
    #[must_use]
    pub fn frame(&mut self) -> Frame {
        let mut samples = [0; FRAME_SAMPLES];
        self.fill(&mut samples, MIX_RATE);
        Frame::new(samples)
    }

    /// The next samples at a rate of the caller's choice.
    pub fn fill(&mut self, samples: &mut [i16], rate: u32) {
        for sample in samples {
            *sample = to_sample(self.next_at(rate) * FULL_SCALE);
        }
    }

    /// The next value, 1 being full scale.
    pub fn next_at(&mut self, rate: u32) -> f32 {
        let value = self.amplitude * (self.turn * TAU).sin();
        self.turn = (self.turn + self.hz / hertz(rate)).fract();
        value
    }
}

/// The peak amplitude of one frequency in these samples as a share of full scale (Goertzel's algorithm).
#[must_use]
pub fn amplitude(samples: &[i16], rate: u32, hz: f32) -> f32 {
    if samples.is_empty() {
        return 0.0;
    }
    let mut filter = Goertzel::new(rate, hz);
    for sample in samples {
        filter.feed(f32::from(*sample) / FULL_SCALE);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "far fewer samples than a float can count"
    )]
    let count = samples.len() as f32;
    2.0 * filter.energy().max(0.0).sqrt() / count
}

/// A resonator that gathers the energy of one frequency.
#[derive(Debug, Clone)]
pub struct Goertzel {
    coefficient: f32,
    last: f32,
    before: f32,
}

impl Goertzel {
    /// A filter for one frequency of samples at this rate.
    #[must_use]
    pub fn new(rate: u32, hz: f32) -> Self {
        Self {
            coefficient: 2.0 * (TAU * hz / hertz(rate)).cos(),
            last: 0.0,
            before: 0.0,
        }
    }

    /// Takes in one sample.
    pub fn feed(&mut self, value: f32) {
        let now = value + self.coefficient * self.last - self.before;
        self.before = self.last;
        self.last = now;
    }

    /// The squared magnitude gathered since the last reset.
    #[must_use]
    pub fn energy(&self) -> f32 {
        self.last * self.last + self.before * self.before - self.coefficient * self.last * self.before
    }

    /// Forgets what was gathered.
    pub fn reset(&mut self) {
        self.last = 0.0;
        self.before = 0.0;
    }
}

fn hertz(rate: u32) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "sample rates are far below what a float can count"
    )]
    let hertz = rate as f32;
    hertz
}

const FULL_SCALE: f32 = 32_768.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_measured_at_its_own_frequency_and_nowhere_else() {
        let mut tone = Tone::new(1_000.0, 0.25);
        let mut samples = Vec::new();
        for _ in 0..10 {
            samples.extend_from_slice(tone.frame().samples());
        }
        assert!((amplitude(&samples, MIX_RATE, 1_000.0) - 0.25).abs() < 0.002);
        assert!(amplitude(&samples, MIX_RATE, 1_300.0) < 0.001);
    }

    #[test]
    fn frames_of_a_tone_join_without_a_click() {
        let mut whole = [0; 2 * FRAME_SAMPLES];
        Tone::new(437.0, 0.5).fill(&mut whole, MIX_RATE);
        let mut tone = Tone::new(437.0, 0.5);
        let (first, second) = (tone.frame(), tone.frame());
        assert_eq!(&whole[..FRAME_SAMPLES], first.samples());
        assert_eq!(&whole[FRAME_SAMPLES..], second.samples());
    }

    #[test]
    fn no_samples_hold_no_tone() {
        assert!(amplitude(&[], MIX_RATE, 1_000.0) < 1e-9);
    }
}
