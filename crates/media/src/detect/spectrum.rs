//! What a frame is made of: the power of 32 ms of sound in steps of 31 Hz, and its strongest peaks.

use std::f32::consts::{PI, TAU};
use std::sync::LazyLock;

use super::RATE;

/// The power spectrum of the latest 256 samples.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spectrum {
    /// Mean square per bin, full scale being 1.
    power: [f32; BINS],
    /// All of it above 60 Hz.
    total: f32,
}

/// A narrow peak.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Peak {
    pub(super) hz: f32,
    /// Mean square of what lies in it.
    pub(super) power: f32,
    bin: usize,
}

impl Spectrum {
    /// Of samples in the scale of 1, the latest last.
    pub(super) fn of(samples: &[f32; WINDOW]) -> Self {
        let tables = &*TABLES;
        let mut re = [0.0; WINDOW];
        let mut im = [0.0; WINDOW];
        for (place, sample) in samples.iter().enumerate() {
            re[tables.order[place]] = sample * tables.hann[place];
        }
        transform(&mut re, &mut im, &tables.turns);
        let power: [f32; BINS] =
            std::array::from_fn(|bin| (re[bin] * re[bin] + im[bin] * im[bin]) * POWER_SCALE);
        let total = power[LOWEST..].iter().sum();
        Self { power, total }
    }

    /// Mean square of everything above 60 Hz.
    pub(super) fn total(&self) -> f32 {
        self.total
    }

    /// Mean square between two frequencies.
    pub(super) fn between(&self, low_hz: f32, high_hz: f32) -> f32 {
        self.power
            .iter()
            .enumerate()
            .filter(|(bin, _)| (low_hz..high_hz).contains(&(*bin as f32 * BIN_HZ)))
            .map(|(_, power)| power)
            .sum()
    }

    /// How much the fine structure is that of another frame, 0 to 1: near 1 for the harmonics of a held vowel, about a
    /// half for noise, whose bins come and go.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        let voices = FIRST_VOICE..=LAST_VOICE;
        let (mut both, mut own, mut others) = (TINY * TINY, TINY * TINY, TINY * TINY);
        for (mine, theirs) in self.power[voices.clone()].iter().zip(&other.power[voices]) {
            both += mine * theirs;
            own += mine * mine;
            others += theirs * theirs;
        }
        both / (own * others).sqrt()
    }

    /// The strongest peak in the band where tones are looked for, and the strongest beside it.
    pub(super) fn peaks(&self) -> (Peak, Peak) {
        let first = self.strongest(usize::MAX);
        (first, self.strongest(first.bin))
    }

    fn strongest(&self, not_near: usize) -> Peak {
        let mut best = FIRST_TONE;
        let mut most = -1.0;
        for bin in FIRST_TONE..=LAST_TONE {
            if bin.abs_diff(not_near) > 2 * LOBE && self.power[bin] > most {
                most = self.power[bin];
                best = bin;
            }
        }
        Peak {
            hz: (best as f32 + self.offset(best)) * BIN_HZ,
            power: self.power[best - LOBE..=best + LOBE].iter().sum(),
            bin: best,
        }
    }

    /// Where between the bins the top lies: a Hann window's lobe is nearly a parabola in decibels.
    fn offset(&self, bin: usize) -> f32 {
        let [left, top, right] = [bin - 1, bin, bin + 1].map(|bin| (self.power[bin] + TINY).ln());
        let bend = left - 2.0 * top + right;
        if bend.abs() < TINY {
            0.0
        } else {
            (0.5 * (left - right) / bend).clamp(-0.5, 0.5)
        }
    }
}

/// The share of these samples' energy that one frequency holds, 0 to 1.
pub(super) fn share_of(samples: &[f32], hz: f32) -> f32 {
    let energy: f32 = samples.iter().map(|sample| sample * sample).sum();
    if samples.is_empty() || energy < TINY {
        return 0.0;
    }
    let coefficient = 2.0 * (TAU * hz / RATE as f32).cos();
    let (mut last, mut before) = (0.0_f32, 0.0_f32);
    for sample in samples {
        let now = sample + coefficient * last - before;
        before = last;
        last = now;
    }
    let found = last * last + before * before - coefficient * last * before;
    2.0 * found / (energy * samples.len() as f32)
}

/// Cooley and Tukey's transform in place, its input in bit-reversed order.
fn transform(re: &mut [f32; WINDOW], im: &mut [f32; WINDOW], turns: &[(f32, f32); WINDOW / 2]) {
    let mut half = 1;
    while half < WINDOW {
        let step = WINDOW / (2 * half);
        for start in (0..WINDOW).step_by(2 * half) {
            for place in 0..half {
                let (cos, sin) = turns[place * step];
                let (low, high) = (start + place, start + place + half);
                let turned_re = re[high] * cos - im[high] * sin;
                let turned_im = re[high] * sin + im[high] * cos;
                (re[high], im[high]) = (re[low] - turned_re, im[low] - turned_im);
                re[low] += turned_re;
                im[low] += turned_im;
            }
        }
        half *= 2;
    }
}

struct Tables {
    hann: [f32; WINDOW],
    order: [usize; WINDOW],
    turns: [(f32, f32); WINDOW / 2],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    hann: std::array::from_fn(|place| 0.5 - 0.5 * (TAU * place as f32 / WINDOW as f32).cos()),
    order: std::array::from_fn(|place| place.reverse_bits() >> (usize::BITS - WINDOW.trailing_zeros())),
    turns: std::array::from_fn(|place| {
        let angle = -2.0 * PI * place as f32 / WINDOW as f32;
        (angle.cos(), angle.sin())
    }),
});

/// 32 ms: long enough to tell 31 Hz apart, short enough to fit into a beep of 120 ms several times.
pub(super) const WINDOW: usize = 256;
const BINS: usize = WINDOW / 2;
const BIN_HZ: f32 = RATE as f32 / WINDOW as f32;

/// Makes the sum over all bins the mean square: two halves of the spectrum, N squared, and the window's 3/8.
const POWER_SCALE: f32 = 2.0 / (WINDOW as f32 * WINDOW as f32 * 0.375);

/// Below 60 Hz are hum and offsets.
const LOWEST: usize = 2;
/// Bins on each side of a top that a Hann window spreads a tone over.
const LOBE: usize = 2;
/// 187 Hz and 3500 Hz.
const FIRST_VOICE: usize = 6;
const LAST_VOICE: usize = 112;
/// 344 Hz and 2500 Hz.
const FIRST_TONE: usize = 11;
const LAST_TONE: usize = 80;
const TINY: f32 = 1e-12;

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(parts: &[(f32, f32)]) -> [f32; WINDOW] {
        std::array::from_fn(|n| {
            parts
                .iter()
                .map(|(hz, amplitude)| amplitude * (TAU * hz * n as f32 / RATE as f32).sin())
                .sum()
        })
    }

    #[test]
    fn a_tone_is_found_within_two_hertz_wherever_it_lies_between_bins() {
        for step in 0..200_u8 {
            let hz = 400.0 + 10.0 * f32::from(step) + 0.37 * f32::from(step % 7);
            let spectrum = Spectrum::of(&sine(&[(hz, 0.1)]));
            let (peak, next) = spectrum.peaks();
            assert!((peak.hz - hz).abs() < 2.0, "{hz} was found at {}", peak.hz);
            assert!(
                (peak.power / spectrum.total() - 1.0).abs() < 0.01,
                "{hz}: {peak:?}"
            );
            assert!(next.power < 0.01 * peak.power, "{hz}: {next:?}");
        }
    }

    #[test]
    fn the_total_is_the_mean_square() {
        let total = Spectrum::of(&sine(&[(1_000.0, 0.5)])).total();
        assert!((total - 0.125).abs() < 0.001, "{total}");
    }

    #[test]
    fn two_tones_are_two_peaks() {
        let (first, second) = Spectrum::of(&sine(&[(770.0, 0.2), (1_336.0, 0.15)])).peaks();
        assert!((first.hz - 770.0).abs() < 3.0 && (second.hz - 1_336.0).abs() < 3.0);
    }

    #[test]
    fn a_share_tells_one_tone_from_two_that_are_near() {
        let tone = |parts: &[(f32, f32)]| -> Vec<f32> {
            (0..800_u16)
                .map(|n| {
                    parts
                        .iter()
                        .map(|(hz, a)| a * (TAU * hz * f32::from(n) / RATE as f32).sin())
                        .sum()
                })
                .collect()
        };
        assert!(share_of(&tone(&[(460.0, 0.2)]), 460.0) > 0.99);
        assert!(share_of(&tone(&[(440.0, 0.2), (480.0, 0.2)]), 460.0) < 0.1);
        assert!(share_of(&[0.0; 800], 460.0) < 1e-6);
    }
}
