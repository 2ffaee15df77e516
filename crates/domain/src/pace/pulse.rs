//! A batch at a set time: how many lines it may have, or when to ask again.

use super::day_budget::{DayBudget, day_budget};
use super::pacer::{Answer, Order, counted};
use crate::automation::Trip;
use crate::call::Cost;
use crate::campaign::Pulse;
use crate::time::Timestamp;

/// What decides how many leads a batch may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PulseFacts {
    /// The present.
    pub now: Timestamp,
    /// When the batch is to be called.
    pub at: Timestamp,
    /// Leads that are being called or whose calls await their report.
    pub taken: u32,
    /// Lines that the limits of the workspace still allow.
    pub room: u32,
    /// What the calls of this day have cost, by currency, as far as it is known.
    pub spent: Vec<Cost>,
    /// Why the breaker opens now, if it does.
    pub trip: Option<Trip>,
    /// Until when it is open already.
    pub open_until: Option<Timestamp>,
}

/// Answers for this instant. The sentence with an order to dial says what the budget leaves out; most often nothing.
#[must_use]
pub fn pulse(pulse: &Pulse, facts: &PulseFacts) -> Answer {
    let answer = |order, sentence| Answer {
        order,
        lines_allowed: pulse.batch,
        sentence,
    };
    let later = |at| Order::AskAgain { at };
    if facts.at > facts.now {
        let sentence = format!(
            "The next batch is called at its time; {} taken.",
            counted(facts.taken, "place is", "places are")
        );
        return answer(later(facts.at), sentence);
    }
    if let Some(until) = facts.open_until.filter(|until| *until > facts.now) {
        return answer(later(until), "The circuit breaker is open.".to_owned());
    }
    if let Some(trip) = &facts.trip {
        let until = facts
            .now
            .plus_seconds(i64::from(pulse.breaker.pause_minutes) * 60);
        return answer(
            later(until),
            format!("The circuit breaker opened: {}", trip.sentence),
        );
    }
    let not_counted = match day_budget(pulse, &facts.spent) {
        DayBudget::Spent { why } => return answer(later(tomorrow(facts.now)), why),
        DayBudget::Room { not_counted } => not_counted,
    };
    let free = pulse.batch.saturating_sub(facts.taken);
    let lines = free.min(facts.room);
    if lines == 0 {
        let sentence = if free == 0 {
            "Every place is taken by a call that is not over."
        } else {
            "The workspace has as many live calls as it allows."
        };
        return answer(later(facts.now), sentence.to_owned());
    }
    answer(Order::Dial { lines }, not_counted.unwrap_or_default())
}

/// Midnight, UTC.
fn tomorrow(now: Timestamp) -> Timestamp {
    Timestamp((now.0.div_euclid(DAY_US) + 1) * DAY_US)
}

const DAY_US: i64 = 24 * 3_600 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);

    fn facts() -> PulseFacts {
        PulseFacts {
            now: NOW,
            at: NOW,
            taken: 0,
            room: 50,
            spent: Vec::new(),
            trip: None,
            open_until: None,
        }
    }

    #[test]
    fn a_batch_is_bounded_by_what_is_taken_and_by_the_room_that_is_left() {
        let ten = Pulse::default();
        for (taken, room, lines) in [(0, 50, 10), (4, 50, 6), (4, 3, 3)] {
            let answer = pulse(
                &ten,
                &PulseFacts {
                    taken,
                    room,
                    ..facts()
                },
            );
            assert_eq!(answer.order, Order::Dial { lines });
        }
    }

    #[test]
    fn nobody_is_called_before_the_time_or_against_a_limit() {
        let later = NOW.plus_seconds(60);
        let limited = Pulse {
            budget_micros_per_day: Some(1_000_000),
            ..Pulse::default()
        };
        let trip = Trip {
            code: "failures",
            sentence: "6 of the last 10 calls failed.".to_owned(),
        };
        for (facts, at) in [
            (PulseFacts { at: later, ..facts() }, later),
            (PulseFacts { taken: 10, ..facts() }, NOW),
            (PulseFacts { taken: 11, ..facts() }, NOW),
            (PulseFacts { room: 0, ..facts() }, NOW),
            (
                PulseFacts {
                    open_until: Some(later),
                    ..facts()
                },
                later,
            ),
            (
                PulseFacts {
                    trip: Some(trip),
                    ..facts()
                },
                NOW.plus_seconds(30 * 60),
            ),
            (
                PulseFacts {
                    spent: vec![Cost::new(1_000_000, "USD")],
                    ..facts()
                },
                tomorrow(NOW),
            ),
        ] {
            assert_eq!(pulse(&limited, &facts).order, Order::AskAgain { at }, "{facts:?}");
        }
    }
}
