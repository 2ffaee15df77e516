//! How fast calls may be placed: asks of a [`CallRate`] are answered "go" or "ask again at T".
//!
//! A bucket of calls fills at the allowed rate up to one second's worth (at least one call), so that a pause does not
//! turn into a burst that the carrier refuses.

use crate::time::Timestamp;

/// The answer to somebody who wants to place a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateAnswer {
    /// Place it now; it has been counted.
    Go,
    /// Not yet.
    AskAgain {
        /// The first time at which the answer can be another one.
        at: Timestamp,
    },
}

/// A limit on calls per time, as a value: it knows no clock and is told the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRate {
    calls_per_1000_s: u32,
    /// What is in the bucket, in parts of a call.
    parts: u64,
    filled_at: Timestamp,
}

impl CallRate {
    /// A full bucket for an account that allows `calls_per_1000_s` (1 call per second is 1,000).
    #[must_use]
    pub fn new(calls_per_1000_s: u32, now: Timestamp) -> Self {
        let mut rate = Self {
            calls_per_1000_s,
            parts: 0,
            filled_at: now,
        };
        rate.parts = rate.capacity();
        rate
    }

    /// Takes one call out of the bucket, or says when there will be one.
    pub fn take(&mut self, now: Timestamp) -> RateAnswer {
        self.fill(now);
        if let Some(rest) = self.parts.checked_sub(CALL) {
            self.parts = rest;
            return RateAnswer::Go;
        }
        if self.calls_per_1000_s == 0 {
            return RateAnswer::AskAgain {
                at: now.plus_seconds(STOPPED_WAIT_S),
            };
        }
        let wait_us = (CALL - self.parts).div_ceil(u64::from(self.calls_per_1000_s));
        // Counted from when the bucket was filled: a clock that was set back must not shorten the wait.
        let at = Timestamp(
            self.filled_at
                .0
                .saturating_add(i64::try_from(wait_us).unwrap_or(i64::MAX)),
        );
        RateAnswer::AskAgain { at }
    }

    /// Puts back a call that was taken and not placed.
    pub fn give_back(&mut self) {
        self.parts = self.parts.saturating_add(CALL).min(self.capacity());
    }

    /// Changes the limit; what has been saved up is kept as far as the new bucket holds it.
    pub fn set_rate(&mut self, calls_per_1000_s: u32, now: Timestamp) {
        self.fill(now);
        self.calls_per_1000_s = calls_per_1000_s;
        self.parts = self.parts.min(self.capacity());
    }

    fn fill(&mut self, now: Timestamp) {
        let elapsed_us = u64::try_from(now.0.saturating_sub(self.filled_at.0)).unwrap_or(0);
        let gained = elapsed_us.saturating_mul(u64::from(self.calls_per_1000_s));
        self.parts = self.parts.saturating_add(gained).min(self.capacity());
        self.filled_at = self.filled_at.max(now);
    }

    fn capacity(&self) -> u64 {
        let one_second = u64::from(self.calls_per_1000_s) * PARTS_PER_SECOND;
        if self.calls_per_1000_s == 0 {
            0
        } else {
            one_second.max(CALL)
        }
    }
}

/// One call in parts, chosen so that a rate of 1 per 1,000 s gains one part per microsecond.
const CALL: u64 = 1_000_000_000;
const PARTS_PER_SECOND: u64 = 1_000_000;

/// How long to leave an account alone that allows no calls at all.
const STOPPED_WAIT_S: i64 = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp(1_800_000_000_000_000);

    #[test]
    fn one_call_per_second_goes_once_a_second() {
        let mut rate = CallRate::new(1_000, START);
        assert_eq!(rate.take(START), RateAnswer::Go);
        assert_eq!(
            rate.take(START),
            RateAnswer::AskAgain {
                at: START.plus_seconds(1)
            }
        );
        assert_eq!(
            rate.take(START.plus_ms(400)),
            RateAnswer::AskAgain {
                at: START.plus_seconds(1)
            }
        );
        assert_eq!(rate.take(START.plus_seconds(1)), RateAnswer::Go);
    }

    #[test]
    fn a_pause_saves_up_one_second_and_no_more() {
        let mut rate = CallRate::new(5_000, START);
        let later = START.plus_seconds(3_600);
        let burst = std::iter::repeat_with(|| rate.take(later))
            .take_while(|answer| *answer == RateAnswer::Go)
            .count();
        assert_eq!(burst, 5);
    }

    #[test]
    fn a_slow_account_still_gets_whole_calls() {
        let mut rate = CallRate::new(100, START);
        assert_eq!(rate.take(START), RateAnswer::Go);
        assert_eq!(
            rate.take(START),
            RateAnswer::AskAgain {
                at: START.plus_seconds(10)
            }
        );
    }

    #[test]
    fn a_call_given_back_can_be_taken_again() {
        let mut rate = CallRate::new(1_000, START);
        assert_eq!(rate.take(START), RateAnswer::Go);
        rate.give_back();
        assert_eq!(rate.take(START), RateAnswer::Go);
        rate.give_back();
        rate.give_back();
        assert_eq!(rate.take(START), RateAnswer::Go);
        assert_ne!(
            rate.take(START),
            RateAnswer::Go,
            "giving back twice must not create calls"
        );
    }

    #[test]
    fn a_rate_of_nothing_never_goes() {
        let mut rate = CallRate::new(0, START);
        assert_eq!(
            rate.take(START.plus_seconds(1_000)),
            RateAnswer::AskAgain {
                at: START.plus_seconds(1_060)
            }
        );
    }

    #[test]
    fn a_clock_set_back_gains_nothing() {
        let mut rate = CallRate::new(1_000, START);
        assert_eq!(rate.take(START), RateAnswer::Go);
        let asked = rate.take(START.plus_seconds(-3_600));
        assert_eq!(
            asked,
            RateAnswer::AskAgain {
                at: START.plus_seconds(1)
            }
        );
        assert_ne!(rate.take(START), RateAnswer::Go);
    }

    #[test]
    fn a_new_limit_applies_at_once() {
        let mut rate = CallRate::new(50_000, START);
        rate.set_rate(1_000, START);
        assert_eq!(rate.take(START), RateAnswer::Go);
        assert_ne!(rate.take(START), RateAnswer::Go);
    }

    proptest! {
        #[test]
        fn the_limit_holds_over_any_span(per_1000_s in 1_u32..200_000, waits_ms in prop::collection::vec(0_i64..3_000, 1..200)) {
            let mut rate = CallRate::new(per_1000_s, START);
            let mut now = START;
            let mut went = 0_i128;
            for wait in waits_ms {
                now = now.plus_ms(wait);
                while rate.take(now) == RateAnswer::Go {
                    went += 1;
                }
            }
            let burst = i128::from(per_1000_s.max(1_000));
            let allowed = i128::from(per_1000_s) * i128::from(now.ms_since(START)) / 1_000 + burst;
            prop_assert!(went * 1_000 <= allowed, "{} calls, allowed {}/1000", went, allowed);
        }

        #[test]
        fn asking_again_when_told_succeeds(per_1000_s in 1_u32..200_000, offset_ms in 0_i64..5_000) {
            let mut rate = CallRate::new(per_1000_s, START);
            let now = START.plus_ms(offset_ms);
            let at = loop {
                if let RateAnswer::AskAgain { at } = rate.take(now) {
                    break at;
                }
            };
            prop_assert!(at > now);
            prop_assert_ne!(rate.clone().take(Timestamp(at.0 - 1)), RateAnswer::Go);
            prop_assert_eq!(rate.take(at), RateAnswer::Go);
        }
    }
}
