//! Batches at set times, for campaigns that do not dial without pause.

use serde::{Deserialize, Serialize};

use crate::automation::{BreakerLimits, Cron, Every};
use crate::money::{USUAL_CURRENCY, is_currency};
use crate::settings::Found;

/// When a campaign calls a batch of leads, and what keeps it from doing so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pulse {
    /// How often.
    pub every: Every,
    /// Most leads that are being called, or whose calls await their report, at once.
    pub batch: u32,
    /// Most that the calls of a day (UTC) may cost, in millionths of the budget's currency; no limit when absent.
    pub budget_micros_per_day: Option<i64>,
    /// The currency of the budget, as ISO 4217 writes it. What is paid in another is not counted against it: nobody here
    /// knows a rate between the two.
    pub budget_currency: String,
    /// When nobody more is called because calls go wrong.
    pub breaker: BreakerLimits,
}

impl Default for Pulse {
    fn default() -> Self {
        Self {
            every: Every::Minutes(5),
            batch: 10,
            budget_micros_per_day: None,
            budget_currency: USUAL_CURRENCY.to_owned(),
            breaker: BreakerLimits::default(),
        }
    }
}

impl Pulse {
    pub(super) fn validate(&self, found: &mut Found) {
        match &self.every {
            Every::Minutes(minutes) => {
                found.within("pulse.every", "minutes", *minutes, 1, INTERVAL_MAX_MINUTES);
            }
            Every::Cron(expression) => {
                if let Err(why) = Cron::parse(expression) {
                    found.push("pulse.every", "cron_invalid", sentence(&why.to_string()));
                }
            }
        }
        found.within("pulse.batch", "calls", self.batch, 1, BATCH_MAX);
        found.require(
            "pulse.budget_micros_per_day",
            "out_of_range",
            self.budget_micros_per_day.is_none_or(|budget| budget >= 0),
            "A budget must not be below zero.",
        );
        found.require(
            "pulse.budget_currency",
            "currency_invalid",
            is_currency(&self.budget_currency),
            "Write a currency as three capital letters, such as USD.",
        );
        for (field, share) in [
            ("pulse.breaker.failures_permille", self.breaker.failures_permille),
            ("pulse.breaker.short_permille", self.breaker.short_permille),
        ] {
            if let Some(share) = share {
                found.within(field, "of a thousand", share, 0, 1_000);
            }
        }
        found.within("pulse.breaker.short_s", "seconds", self.breaker.short_s, 1, 600);
        found.within(
            "pulse.breaker.calls_min",
            "calls",
            self.breaker.calls_min,
            1,
            10_000,
        );
        found.within(
            "pulse.breaker.pause_minutes",
            "minutes",
            self.breaker.pause_minutes,
            1,
            INTERVAL_MAX_MINUTES,
        );
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str() + "."
}

/// A week.
const INTERVAL_MAX_MINUTES: u32 = 7 * 24 * 60;
const BATCH_MAX: u32 = 1_000;
