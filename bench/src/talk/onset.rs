//! When a burst of tone begins, to a millisecond.

use std::time::{Duration, Instant};

/// Watches what is heard for the first loud sample after a silence.
pub struct OnsetDetector {
    rate: u32,
    /// Samples since the last loud one.
    silent: u32,
    onsets: Vec<Instant>,
}

impl OnsetDetector {
    /// A detector for samples at this rate.
    pub fn new(rate: u32) -> Self {
        Self {
            rate,
            silent: 0,
            onsets: Vec::new(),
        }
    }

    /// Takes in what can be heard from `at` on.
    pub fn hear(&mut self, samples: &[i16], at: Instant) {
        for (sample, place) in samples.iter().zip(0_u32..) {
            if sample.unsigned_abs() < LOUD {
                self.silent = self.silent.saturating_add(1);
                continue;
            }
            if self.silent >= self.rate / SILENCES_PER_SECOND {
                self.onsets
                    .push(at + Duration::from_secs(place.into()) / self.rate);
            }
            self.silent = 0;
        }
    }

    /// When bursts began.
    pub fn into_onsets(self) -> Vec<Instant> {
        self.onsets
    }
}

/// The time from each burst that was said to the one that was heard, and how many were not heard.
pub fn delays(said: &[Instant], heard: &[Instant]) -> (Vec<Duration>, usize) {
    let mut delays = Vec::new();
    for (place, &at) in said.iter().enumerate() {
        let next = said.get(place + 1);
        let found = heard
            .iter()
            .find(|heard| **heard >= at && next.is_none_or(|next| *heard < next));
        delays.extend(found.map(|heard| heard.duration_since(at)));
    }
    let lost = said.len() - delays.len();
    (delays, lost)
}

/// An eighth of full scale; bursts are three times as loud, and reach it within a quarter of a period.
const LOUD: u16 = 4_096;
/// Bursts are 200 ms apart; 50 ms of silence tell one from the other.
const SILENCES_PER_SECOND: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::present;

    #[test]
    fn a_burst_is_found_where_it_begins() {
        let start = present();
        let mut detector = OnsetDetector::new(8_000);
        let mut samples = vec![0; 8_000];
        samples[1_600..2_000].fill(10_000);
        samples[5_600..6_000].fill(-10_000);
        for (piece, place) in samples.chunks(160).zip(0_u32..) {
            detector.hear(piece, start + Duration::from_millis(20) * place);
        }
        let found: Vec<_> = detector
            .into_onsets()
            .iter()
            .map(|at| at.duration_since(start))
            .collect();
        assert_eq!(found, [Duration::from_millis(200), Duration::from_millis(700)]);
    }

    #[test]
    fn a_burst_that_is_not_heard_is_counted_and_not_taken_for_the_next() {
        let start = present();
        let after = |ms| start + Duration::from_millis(ms);
        let (delays, lost) = delays(&[after(0), after(300), after(600)], &[after(40), after(650)]);
        assert_eq!(delays, [Duration::from_millis(40), Duration::from_millis(50)]);
        assert_eq!(lost, 1);
    }
}
