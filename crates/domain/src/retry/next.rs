//! What follows a call.

use super::{RetryRule, RetryRules};
use crate::call::Outcome;
use crate::time::Timestamp;

/// A call to a lead that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the phone may have rung.
    pub disturbed: bool,
    /// Whether the number is of no use, whenever it is dialled.
    pub number_is_dead: bool,
    /// How often the campaign has called the lead, this time included.
    pub attempts: u32,
    /// Which of the lead's numbers it was, from 0.
    pub number: u32,
    /// How many numbers the lead has.
    pub numbers: u32,
    /// When it ended.
    pub ended_at: Timestamp,
    /// When it began to ring, or was dialled.
    pub dialed_at: Timestamp,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The lead is called again.
    Again {
        /// Not before this time.
        due_at: Timestamp,
        /// Which of its numbers, from 0.
        number: u32,
    },
    /// The campaign is done with it.
    Done,
}

/// What follows a call.
#[must_use]
pub fn next(rules: &RetryRules, attempt: &Attempt) -> Next {
    if attempt.outcome == Outcome::Canceled {
        // We took it back ourselves: that says nothing of the lead, but a phone that rang is left alone for a while.
        let wait_ms = if attempt.disturbed { CANCELLED_WAIT_MS } else { 0 };
        return Next::Again {
            due_at: attempt.ended_at.plus_ms(wait_ms),
            number: attempt.number,
        };
    }
    if attempt.number_is_dead {
        let number = attempt.number + 1;
        if number < attempt.numbers {
            return Next::Again {
                due_at: attempt.ended_at,
                number,
            };
        }
        return Next::Done;
    }
    match rules.of(attempt.outcome) {
        Some(rule) => by_rule(rule, attempt),
        None => Next::Done,
    }
}

fn by_rule(rule: RetryRule, attempt: &Attempt) -> Next {
    if attempt.attempts >= rule.attempts_max {
        return Next::Done;
    }
    let mut due_at = attempt.ended_at.plus_seconds(i64::from(rule.delay_minutes) * 60);
    if rule.other_hour {
        due_at = at_another_hour(due_at, attempt.dialed_at);
    }
    let number = if rule.next_number && attempt.numbers > 0 {
        (attempt.number + 1) % attempt.numbers
    } else {
        attempt.number
    };
    Next::Again { due_at, number }
}

/// Moved to a time of day that is at least [`APART_S`] from the last try's: who was out at nine is out at nine.
fn at_another_hour(due_at: Timestamp, last: Timestamp) -> Timestamp {
    let apart_s = due_at.ms_since(last) / 1_000;
    let of_day = apart_s.rem_euclid(DAY_S);
    let missing_s = if of_day < APART_S {
        APART_S - of_day
    } else if DAY_S - of_day < APART_S {
        DAY_S - of_day + APART_S
    } else {
        0
    };
    due_at.plus_seconds(missing_s)
}

const DAY_S: i64 = 24 * 3_600;
const APART_S: i64 = 3 * 3_600;
/// Somebody who just missed our ring is not to be rung again while they look at their phone.
const CANCELLED_WAIT_MS: i64 = 10 * 60_000;
