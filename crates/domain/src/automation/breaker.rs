//! The circuit breaker: when calls go wrong one after the other, nobody more is called until somebody looks.

use serde::{Deserialize, Serialize};

use crate::call::Cost;
use crate::money::amount;

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
    /// Most that the calls of an hour may cost, in millionths of any one currency.
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BreakerFacts {
    /// Calls that are over.
    pub calls: u32,
    /// Of those, calls that failed.
    pub failed: u32,
    /// Of those, calls that somebody answered.
    pub answered: u32,
    /// Of the answered ones, those that were short.
    pub short: u32,
    /// What they cost, by currency, as far as it is known.
    pub costs: Vec<Cost>,
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
    let most = limits.cost_micros_per_hour?;
    // Currencies are not added: whichever is over the limit alone is enough.
    let over = facts.costs.iter().find(|cost| cost.micros > most)?;
    Some(Trip {
        code: "cost",
        sentence: format!(
            "The calls of the last hour cost {}, more than an hour may cost.",
            amount(over.micros, &over.currency)
        ),
    })
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
            costs: vec![Cost::new(cost_micros, "USD"), Cost::new(cost_micros / 2, "EUR")],
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
            costs: vec![Cost::new(i64::MAX, "USD")],
        };
        assert_eq!(trip(&limits, &facts), None);
    }
}
