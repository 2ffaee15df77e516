//! The circuit breaker: when calls go wrong one after the other, nobody more is called until somebody looks.

use serde::{Deserialize, Serialize};

/// What is taken for going wrong, counted over an hour; no limit where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BreakerLimits {
    /// Most failed calls of a thousand.
    pub failures_permille: Option<u32>,
    /// Most talks of a thousand answered calls that were shorter than [`BreakerLimits::short_s`].
    pub short_permille: Option<u32>,
    /// What is a short talk, in seconds.
    pub short_s: u32,
    /// Most that the calls of an hour may cost, in millionths of the currency.
    pub cost_micros_per_hour: Option<i64>,
    /// Fewer calls than this prove nothing of rates.
    pub calls_min: u32,
    /// For how long nobody is called then.
    pub pause_minutes: u32,
}

impl Default for BreakerLimits {
    fn default() -> Self {
        Self {
            failures_permille: Some(500),
            short_permille: Some(800),
            short_s: 5,
            cost_micros_per_hour: None,
            calls_min: 10,
            pause_minutes: 30,
        }
    }
}

/// What the calls of the last hour came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BreakerFacts {
    /// Calls that are over.
    pub calls: u32,
    /// Of those, calls that failed.
    pub failed: u32,
    /// Of those, calls that somebody answered.
    pub answered: u32,
    /// Of the answered ones, those that were short.
    pub short: u32,
    /// What they cost, as far as it is known.
    pub cost_micros: i64,
}

/// Why the breaker opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// `failures`, `short_calls` or `cost`.
    pub code: &'static str,
    /// For people.
    pub sentence: String,
}

/// Whether it opens.
#[must_use]
pub fn trip(limits: &BreakerLimits, facts: &BreakerFacts) -> Option<Trip> {
    let reaches = |part: u32, of: u32, permille: Option<u32>| {
        permille.is_some_and(|most| u64::from(part) * 1_000 > u64::from(most) * u64::from(of))
    };
    if facts.calls >= limits.calls_min.max(1) && reaches(facts.failed, facts.calls, limits.failures_permille)
    {
        return Some(Trip {
            code: "failures",
            sentence: format!("{} of the last {} calls failed.", facts.failed, facts.calls),
        });
    }
    if facts.answered >= limits.calls_min.max(1)
        && reaches(facts.short, facts.answered, limits.short_permille)
    {
        return Some(Trip {
            code: "short_calls",
            sentence: format!(
                "{} of the last {} answered calls were over within {} seconds.",
                facts.short, facts.answered, limits.short_s
            ),
        });
    }
    if limits
        .cost_micros_per_hour
        .is_some_and(|most| facts.cost_micros > most)
    {
        return Some(Trip {
            code: "cost",
            sentence: "The calls of the last hour cost more than an hour may cost.".to_owned(),
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_for_rates_of_enough_calls_and_for_cost() {
        let limits = BreakerLimits {
            cost_micros_per_hour: Some(5_000_000),
            ..BreakerLimits::default()
        };
        let facts = |calls, failed, answered, short, cost_micros| BreakerFacts {
            calls,
            failed,
            answered,
            short,
            cost_micros,
        };
        for (facts, expected) in [
            (facts(0, 0, 0, 0, 0), None),
            (facts(9, 9, 0, 0, 0), None),
            (facts(10, 5, 0, 0, 0), None),
            (facts(10, 6, 0, 0, 0), Some("failures")),
            (facts(20, 0, 9, 9, 0), None),
            (facts(20, 0, 10, 8, 0), None),
            (facts(20, 0, 10, 9, 0), Some("short_calls")),
            (facts(1, 0, 1, 0, 5_000_000), None),
            (facts(1, 0, 1, 0, 5_000_001), Some("cost")),
        ] {
            assert_eq!(trip(&limits, &facts).map(|trip| trip.code), expected, "{facts:?}");
        }
    }

    #[test]
    fn without_limits_it_stays_closed() {
        let limits = BreakerLimits {
            failures_permille: None,
            short_permille: None,
            cost_micros_per_hour: None,
            ..BreakerLimits::default()
        };
        let facts = BreakerFacts {
            calls: 100,
            failed: 100,
            answered: 100,
            short: 100,
            cost_micros: i64::MAX,
        };
        assert_eq!(trip(&limits, &facts), None);
    }
}
