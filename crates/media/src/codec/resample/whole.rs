//! Any rate to any other, for a whole clip at once.

use super::kaiser;
use crate::pcm::to_sample;

/// The same audio at another rate, as long as before to the sample; rates of zero give nothing.
///
/// The filter has a table of weights for each position that an output sample can have between two input samples.
/// Rates reduce to a small fraction (44.1 kHz to 16 kHz is 160 to 441), so the table is small too.
#[must_use]
pub fn convert(samples: &[i16], from: u32, to: u32) -> Vec<i16> {
    if from == to {
        return samples.to_vec();
    }
    let Some((up, down)) = ratio(from, to) else {
        return Vec::new();
    };
    let filter = Filter::new(up, down);
    (0..samples.len() * up / down)
        .map(|place| filter.at(samples, place * down / up, place * down % up))
        .collect()
}

/// By how much a rate is multiplied and divided to become the other; `None` when one is zero.
pub(super) fn ratio(from: u32, to: u32) -> Option<(usize, usize)> {
    if from == 0 || to == 0 {
        return None;
    }
    let shared = greatest_common_divisor(from, to);
    Some((size(to / shared), size(from / shared)))
}

/// A low-pass filter with a row of weights for each phase.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    /// The weights of each phase, one after the other.
    weights: Vec<f32>,
    half: usize,
}

impl Filter {
    pub fn new(up: usize, down: usize) -> Self {
        // Above the lower of the two rates nothing may pass, or it comes back as another sound.
        let cutoff = float(up.min(down)) / float(down) * PASS;
        let half_width = ZERO_CROSSINGS / cutoff;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small positive number of taps"
        )]
        let half = half_width.ceil() as usize;
        let mut weights = Vec::with_capacity(up * 2 * half);
        for phase in 0..up {
            let offset = float(phase) / float(up);
            let row: Vec<f64> = (0..2 * half)
                .map(|tap| kaiser::weight(float(tap) - float(half) + 1.0 - offset, cutoff, half_width))
                .collect();
            let sum: f64 = row.iter().sum();
            weights.extend(row.iter().map(|weight| single(weight / sum)));
        }
        Self { weights, half }
    }

    /// How many samples each output sample is made of.
    pub fn taps(&self) -> usize {
        2 * self.half
    }

    /// The sound in the middle of samples, at this phase of the way from one to the next; `missing` of them lie before the
    /// first that is given, and count as silence like those after the last.
    pub fn weigh(&self, near: &[i16], missing: usize, phase: usize) -> i16 {
        let taps = self.taps();
        let row = &self.weights[phase * taps + missing..(phase + 1) * taps];
        let products = row
            .iter()
            .zip(near)
            .map(|(weight, sample)| weight * f32::from(*sample));
        to_sample(products.sum())
    }

    /// The sound between input sample `place` and the next, at this phase of the way.
    fn at(&self, samples: &[i16], place: usize, phase: usize) -> i16 {
        let first = (place + 1).saturating_sub(self.half);
        let missing = self.half.saturating_sub(place + 1);
        self.weigh(&samples[first..], missing, phase)
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

fn size(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn float(value: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "far below what a double can count")]
    let float = value as f64;
    float
}

fn single(value: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a weight needs no more digits than a float has"
    )]
    let single = value as f32;
    single
}

/// Zero crossings of the sinc on each side: the longer, the sharper the edge.
const ZERO_CROSSINGS: f64 = 24.0;

/// The edge lies a little below the limit, so that its slope ends there.
const PASS: f64 = 0.95;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::{Tone, amplitude};

    #[test]
    fn a_tone_keeps_its_pitch_level_and_length() {
        for from in [8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000] {
            let mut samples = vec![0; size(from)];
            Tone::new(1_000.0, 0.5).fill(&mut samples, from);
            let out = convert(&samples, from, 16_000);
            assert_eq!(out.len(), 16_000, "{from}");
            assert!(
                (amplitude(&out[1_000..15_000], 16_000, 1_000.0) - 0.5).abs() < 0.01,
                "{from}"
            );
        }
    }

    #[test]
    fn what_the_lower_rate_cannot_carry_is_kept_out() {
        let mut samples = vec![0; 48_000];
        Tone::new(11_000.0, 0.5).fill(&mut samples, 48_000);
        let out = convert(&samples, 48_000, 16_000);
        assert!(amplitude(&out[1_000..15_000], 16_000, 5_000.0) < 0.003);
    }

    #[test]
    fn impossible_rates_give_nothing() {
        assert!(convert(&[1, 2, 3], 0, 16_000).is_empty());
        assert!(convert(&[1, 2, 3], 16_000, 0).is_empty());
        assert_eq!(convert(&[1, 2, 3], 16_000, 16_000), [1, 2, 3]);
    }
}
