//! What an answer of Cal.com that is no success means.

use super::wire::Failure;
use crate::calendar::CalendarError;
use crate::exchange::{Answer, NoAnswer};

/// Whether a request changes something, so that an answer which says nothing leaves a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Reads,
    Writes,
}

pub(super) fn no_answer(why: NoAnswer, effect: Effect) -> CalendarError {
    match (why, effect) {
        (NoAnswer::NotSent(why), _) | (NoAnswer::Uncertain(why), Effect::Reads) => {
            CalendarError::Unavailable(why)
        }
        (NoAnswer::Uncertain(why), Effect::Writes) => CalendarError::Uncertain(why),
    }
}

pub(super) fn failure(answer: &Answer, effect: Effect) -> CalendarError {
    let said = Failure::said(&answer.body);
    match (answer.status, effect) {
        (409, Effect::Writes) => CalendarError::Taken,
        (400 | 422, Effect::Writes) if TAKEN.iter().any(|words| said.to_lowercase().contains(words)) => {
            CalendarError::Taken
        }
        (401 | 403, _) => CalendarError::Refused("Cal.com does not accept the API key".to_owned()),
        (408 | 429, _) => CalendarError::Unavailable("Cal.com asks us to ask less often".to_owned()),
        (500.., Effect::Writes) => {
            CalendarError::Uncertain(format!("Cal.com answered with status {}", answer.status))
        }
        (500.., Effect::Reads) => {
            CalendarError::Unavailable(format!("Cal.com answered with status {}", answer.status))
        }
        (status, _) if said.is_empty() => {
            CalendarError::Refused(format!("Cal.com answered with status {status}"))
        }
        (_, _) => CalendarError::Refused(said),
    }
}

/// How Cal.com says that a time is gone.
const TAKEN: [&str; 5] = [
    "already has booking",
    "not available",
    "no_available_users",
    "no longer available",
    "booking_conflict",
];
