//! Where identifiers come from: time in front so that they sort by creation, chance behind.

use std::sync::Mutex;

use outdial_domain::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A source of 128-bit identifiers that sort by time.
pub trait Ids: Send + Sync {
    /// A new identifier for something created at `now`.
    fn next(&self, now: Timestamp) -> u128;
}

/// Identifiers from a generator that is seeded by the operating system, or by a test.
pub struct TimeOrderedIds {
    source: Mutex<Source>,
}

struct Source {
    chance: StdRng,
    last_ms: u64,
    count: u16,
}

impl TimeOrderedIds {
    /// Unpredictable identifiers.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn from_system() -> Result<Self, getrandom::Error> {
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self::from_generator(StdRng::from_seed(seed)))
    }

    /// The same identifiers on every run, for tests and simulations.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::from_generator(StdRng::seed_from_u64(seed))
    }

    fn from_generator(chance: StdRng) -> Self {
        Self {
            source: Mutex::new(Source {
                chance,
                last_ms: 0,
                count: 0,
            }),
        }
    }
}

impl Ids for TimeOrderedIds {
    fn next(&self, now: Timestamp) -> u128 {
        let now_ms = u64::try_from(now.0 / 1_000).unwrap_or(0);
        let mut source = self
            .source
            .lock()
            .expect("no code panics while it holds this lock");
        // Within a millisecond a counter keeps the order; when it is used up the clock is borrowed from.
        if now_ms > source.last_ms {
            source.last_ms = now_ms;
            source.count = 0;
        } else if let Some(count) = source.count.checked_add(1) {
            source.count = count;
        } else {
            source.last_ms += 1;
            source.count = 0;
        }
        let random: u64 = source.chance.random();
        (u128::from(source.last_ms) << 80) | (u128::from(source.count) << 64) | u128::from(random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_sort_by_creation() {
        let ids = TimeOrderedIds::seeded(1);
        let made: Vec<u128> = (0..70_000).map(|_| ids.next(Timestamp(5_000))).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_clock_that_steps_back_does_not_repeat_an_id() {
        let ids = TimeOrderedIds::seeded(1);
        let later = ids.next(Timestamp(9_000_000));
        assert!(ids.next(Timestamp(1_000_000)) > later);
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let (one, two) = (TimeOrderedIds::seeded(7), TimeOrderedIds::seeded(7));
        assert_eq!(one.next(Timestamp(1)), two.next(Timestamp(1)));
    }
}
