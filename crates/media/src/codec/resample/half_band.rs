//! Twice and half the rate, streaming, by a half-band filter in its two phases.
//!
//! In a half-band filter every second tap but the middle one is zero. Doubling the rate therefore means: keep each
//! sample, and put a weighted sum of its neighbours between each two. Halving is the same backwards. Either costs
//! 24 products a sample and 1.5 ms of delay.

use std::sync::LazyLock;

use super::kaiser;
use crate::pcm::saturate;

/// From 8 kHz to 16 kHz.
#[derive(Debug, Clone)]
pub struct Upsampler {
    window: Vec<i16>,
}

impl Upsampler {
    /// A converter that has heard silence.
    #[must_use]
    pub fn new() -> Self {
        Self {
            window: vec![0; TAPS - 1],
        }
    }

    /// Appends two samples for each sample given.
    pub fn run(&mut self, samples: &[i16], out: &mut Vec<i16>) {
        self.window.extend_from_slice(samples);
        let taps = &*NEIGHBOURS;
        for near in self.window.windows(TAPS) {
            out.push(near[TAPS / 2 - 1]);
            out.push(saturate(weigh(near, taps) >> SCALE_BITS));
        }
        self.window.drain(..samples.len());
    }
}

impl Default for Upsampler {
    fn default() -> Self {
        Self::new()
    }
}

/// From 16 kHz to 8 kHz.
#[derive(Debug, Clone)]
pub struct Downsampler {
    /// The samples that fall on the lower rate, and those between them.
    kept: Vec<i16>,
    between: Vec<i16>,
    /// Whether the next sample falls between.
    odd: bool,
}

impl Downsampler {
    /// A converter that has heard silence.
    #[must_use]
    pub fn new() -> Self {
        Self {
            kept: vec![0; TAPS / 2 - 1],
            between: vec![0; TAPS - 1],
            odd: false,
        }
    }

    /// Appends one sample for each two given.
    pub fn run(&mut self, samples: &[i16], out: &mut Vec<i16>) {
        let mut samples = samples;
        if let (true, [first, rest @ ..]) = (self.odd, samples) {
            self.between.push(*first);
            self.odd = false;
            samples = rest;
        }
        let pairs = samples.chunks_exact(2);
        if let [last] = pairs.remainder() {
            self.kept.extend(pairs.clone().map(|pair| pair[0]).chain([*last]));
            self.odd = true;
        } else {
            self.kept.extend(pairs.clone().map(|pair| pair[0]));
        }
        self.between.extend(pairs.map(|pair| pair[1]));
        let taps = &*NEIGHBOURS;
        let mut made = 0;
        for (near, middle) in self.between.windows(TAPS).zip(&self.kept) {
            let around = weigh(near, taps) >> SCALE_BITS;
            out.push(saturate((around + i32::from(*middle)) / 2));
            made += 1;
        }
        self.kept.drain(..made);
        self.between.drain(..made);
    }
}

impl Default for Downsampler {
    fn default() -> Self {
        Self::new()
    }
}

/// Integers, because sums of integers may be reordered and so are vectorised.
fn weigh(near: &[i16], taps: &[i16; TAPS]) -> i32 {
    near.iter()
        .zip(taps)
        .map(|(sample, tap)| i32::from(*sample) * i32::from(*tap))
        .sum()
}

/// The weights of the twelve neighbours on each side, which lie at the half steps.
static NEIGHBOURS: LazyLock<[i16; TAPS]> = LazyLock::new(|| {
    let mut weights = [0.0; TAPS];
    for (weight, place) in weights.iter_mut().zip(0_u8..) {
        *weight = kaiser::weight(f64::from(place) - HALF + 0.5, 1.0, HALF);
    }
    let sum: f64 = weights.iter().sum();
    weights.map(|weight| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the greatest is 0.64 of the scale"
        )]
        let scaled = (weight / sum * f64::from(1 << SCALE_BITS)).round() as i16;
        scaled
    })
});

const TAPS: usize = 24;
const HALF: f64 = 12.0;

/// The magnitudes of the weights sum to 2.4, so that fourteen bits never overflow 32 with full-scale samples.
const SCALE_BITS: u32 = 14;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::{Tone, amplitude};

    fn tone(hz: f32, rate: u32, count: usize) -> Vec<i16> {
        let mut samples = vec![0; count];
        Tone::new(hz, 0.5).fill(&mut samples, rate);
        samples
    }

    #[test]
    fn telephone_tones_pass_upwards_without_images() {
        for hz in [300.0, 1_000.0, 2_500.0, 3_300.0] {
            let mut out = Vec::new();
            Upsampler::new().run(&tone(hz, 8_000, 4_000), &mut out);
            assert_eq!(out.len(), 8_000);
            let settled = &out[400..];
            assert!((amplitude(settled, 16_000, hz) - 0.5).abs() < 0.01, "{hz}");
            assert!(amplitude(settled, 16_000, 8_000.0 - hz) < 0.006, "image of {hz}");
        }
    }

    #[test]
    fn telephone_tones_pass_downwards() {
        for hz in [300.0, 1_000.0, 2_500.0, 3_300.0] {
            let mut out = Vec::new();
            Downsampler::new().run(&tone(hz, 16_000, 8_000), &mut out);
            assert!((amplitude(&out[200..], 8_000, hz) - 0.5).abs() < 0.01, "{hz}");
        }
    }

    #[test]
    fn what_the_telephone_cannot_carry_is_kept_out() {
        for hz in [4_800.0, 6_000.0, 7_500.0] {
            let mut out = Vec::new();
            Downsampler::new().run(&tone(hz, 16_000, 8_000), &mut out);
            assert!(amplitude(&out[200..], 8_000, 8_000.0 - hz) < 0.006, "{hz}");
        }
    }

    #[test]
    fn chunks_of_any_length_give_the_same_samples() {
        let low = tone(700.0, 8_000, 1_000);
        let high = tone(700.0, 16_000, 1_000);
        let (mut up, mut down) = (Vec::new(), Vec::new());
        Upsampler::new().run(&low, &mut up);
        Downsampler::new().run(&high, &mut down);
        for size in [1, 7, 80, 333] {
            let (mut upsampler, mut downsampler) = (Upsampler::new(), Downsampler::new());
            let (mut pieces_up, mut pieces_down) = (Vec::new(), Vec::new());
            for piece in low.chunks(size) {
                upsampler.run(piece, &mut pieces_up);
            }
            for piece in high.chunks(size) {
                downsampler.run(piece, &mut pieces_down);
            }
            assert_eq!(pieces_up, up);
            assert_eq!(pieces_down, down);
        }
    }

    #[test]
    fn the_loudest_samples_do_not_wrap() {
        let square: Vec<i16> = (0..800)
            .map(|at| if at % 2 == 0 { i16::MAX } else { i16::MIN })
            .collect();
        let slow: Vec<i16> = (0..800)
            .map(|at| if at / 40 % 2 == 0 { i16::MAX } else { i16::MIN })
            .collect();
        for samples in [square, slow] {
            let mut out = Vec::new();
            Upsampler::new().run(&samples, &mut out);
            for pair in out.chunks(2).zip(out.chunks(2).skip(1)) {
                let (here, next) = (i32::from(pair.0[0]), i32::from(pair.1[0]));
                if here == next && here == i32::from(i16::MAX) {
                    assert!(pair.0[1] > 20_000);
                }
            }
        }
    }
}
