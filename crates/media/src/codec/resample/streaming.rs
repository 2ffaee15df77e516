//! Any rate to any other, as it streams.

use super::whole::{Filter, ratio};

/// From one rate to another, a piece at a time; heard a few milliseconds later than it was said.
#[derive(Debug, Clone)]
pub struct Resampler {
    filter: Filter,
    up: usize,
    down: usize,
    /// What the filter still looks back at.
    window: Vec<i16>,
    /// How far the next sample lies behind the beginning of the window, in steps of the finer rate.
    ahead: usize,
}

impl Resampler {
    /// A converter that has heard silence; `None` when a rate is zero.
    #[must_use]
    pub fn new(from: u32, to: u32) -> Option<Self> {
        let (up, down) = ratio(from, to)?;
        let filter = Filter::new(up, down);
        Some(Self {
            window: vec![0; filter.taps() - 1],
            filter,
            up,
            down,
            ahead: 0,
        })
    }

    /// Appends what the samples come to at the other rate: over time exactly as much as the rates say.
    pub fn run(&mut self, samples: &[i16], out: &mut Vec<i16>) {
        self.window.extend_from_slice(samples);
        let taps = self.filter.taps();
        while let Some(near) = self.window.get(self.ahead / self.up..self.ahead / self.up + taps) {
            out.push(self.filter.weigh(near, 0, self.ahead % self.up));
            self.ahead += self.down;
        }
        let used = (self.ahead / self.up).min(self.window.len());
        self.window.drain(..used);
        self.ahead -= used * self.up;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::{Tone, amplitude};

    fn tone(hz: f32, rate: u32, count: usize) -> Vec<i16> {
        let mut samples = vec![0; count];
        Tone::new(hz, 0.5).fill(&mut samples, rate);
        samples
    }

    fn run(samples: &[i16], from: u32, to: u32, size: usize) -> Vec<i16> {
        let mut resampler = Resampler::new(from, to).unwrap();
        let mut out = Vec::new();
        for piece in samples.chunks(size) {
            resampler.run(piece, &mut out);
        }
        out
    }

    #[test]
    fn each_frame_of_the_telephone_becomes_one_of_a_model_and_back() {
        let (mut up, mut down) = (
            Resampler::new(8_000, 24_000).unwrap(),
            Resampler::new(24_000, 8_000).unwrap(),
        );
        for _ in 0..50 {
            let (mut high, mut low) = (Vec::new(), Vec::new());
            up.run(&[7; 160], &mut high);
            down.run(&high, &mut low);
            assert_eq!((high.len(), low.len()), (480, 160));
        }
    }

    #[test]
    fn tones_keep_pitch_and_level_both_ways_and_bring_no_others() {
        for hz in [300.0, 1_000.0, 2_500.0, 3_300.0] {
            let high = run(&tone(hz, 8_000, 4_000), 8_000, 24_000, 160);
            assert!((amplitude(&high[1_200..], 24_000, hz) - 0.5).abs() < 0.01, "{hz}");
            assert!(
                amplitude(&high[1_200..], 24_000, 8_000.0 - hz) < 0.006,
                "image of {hz}"
            );
            assert!(
                amplitude(&high[1_200..], 24_000, 8_000.0 + hz) < 0.006,
                "image of {hz}"
            );
            let low = run(&tone(hz, 24_000, 12_000), 24_000, 8_000, 480);
            assert!((amplitude(&low[400..], 8_000, hz) - 0.5).abs() < 0.01, "{hz}");
        }
        for hz in [4_800.0, 7_000.0, 11_000.0] {
            let low = run(&tone(hz, 24_000, 12_000), 24_000, 8_000, 480);
            let fold = (8_000.0_f32 - hz).abs();
            assert!(amplitude(&low[400..], 8_000, fold) < 0.006, "{hz} comes back");
        }
    }

    #[test]
    fn pieces_of_any_length_give_the_same_samples() {
        for (from, to) in [(8_000, 24_000), (24_000, 8_000), (44_100, 16_000)] {
            let samples = tone(700.0, from, 2_000);
            let whole = run(&samples, from, to, samples.len());
            for size in [1, 7, 80, 333] {
                assert_eq!(run(&samples, from, to, size), whole, "{from} to {to} by {size}");
            }
        }
    }

    #[test]
    fn the_loudest_samples_do_not_wrap_and_impossible_rates_are_refused() {
        let loud = [i16::MAX; 800];
        let high = run(&loud, 8_000, 24_000, 160);
        assert!(high[600..2_000].iter().all(|sample| *sample > 30_000));
        assert!(Resampler::new(0, 8_000).is_none() && Resampler::new(8_000, 0).is_none());
    }
}
