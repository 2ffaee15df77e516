//! What a call's end means for its lead, and the words of a lead's state that the earlier dialler used.

use std::str::FromStr;

use crate::call::{Facts, Outcome};
use crate::leads::{LeadResult, LeadStatus, Standing};
use crate::retry::{RetryRule, RetryRules};

/// What came of a call of which nobody reports a conversation; nothing when it was never to be made.
#[must_use]
pub fn result_of(outcome: Outcome, facts: &Facts) -> Option<LeadResult> {
    Some(match outcome {
        Outcome::Completed => LeadResult::Talked,
        Outcome::Machine | Outcome::VoicemailLeft => LeadResult::Voicemail,
        Outcome::NoAnswer => LeadResult::NoAnswer,
        Outcome::Busy => LeadResult::Busy,
        Outcome::Failed | Outcome::Unknown | Outcome::Abandoned => LeadResult::Failed,
        // It was given back because the carrier would not take it: an attempt, and a failed one.
        Outcome::Canceled if facts.claims > 0 && facts.carrier_call_id.is_none() && !facts.reported => {
            LeadResult::Failed
        }
        Outcome::Canceled => LeadResult::Canceled,
        Outcome::Blocked => return None,
    })
}

/// The outcome by whose rule a lead is called again; nothing when that is not by a rule.
#[must_use]
pub fn outcome_for_retry(result: LeadResult) -> Option<Outcome> {
    match result {
        LeadResult::NoAnswer => Some(Outcome::NoAnswer),
        LeadResult::Voicemail => Some(Outcome::Machine),
        LeadResult::Busy => Some(Outcome::Busy),
        LeadResult::Failed => Some(Outcome::Failed),
        LeadResult::Canceled => Some(Outcome::Canceled),
        LeadResult::Scheduled
        | LeadResult::NotInterested
        | LeadResult::Callback
        | LeadResult::DoNotCall
        | LeadResult::Talked => None,
    }
}

/// The rules of a campaign whose leads are called so often, so far apart, whatever kept them from answering.
#[must_use]
pub fn retry_rules(max_attempts: u32, retry_minutes: u32) -> RetryRules {
    let rule = RetryRule {
        attempts_max: max_attempts,
        delay_minutes: retry_minutes,
        next_number: false,
        other_hour: false,
    };
    RetryRules {
        no_answer: rule,
        busy: rule,
        failed: rule,
        machine: rule,
        voicemail_left: rule,
        abandoned: rule,
        disposition: rule,
    }
}

/// Where a lead stands in the words of the earlier AI dialler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeadWord {
    /// To be called.
    Pending,
    /// A call to it is under way, or awaits its report.
    Calling,
    /// Nobody was reached.
    NoAnswer,
    /// An appointment is booked.
    Scheduled,
    /// It wants nothing.
    NotInterested,
    /// It is to be called at another time.
    Callback,
    /// Something failed, or nobody knows what came of the talk.
    Error,
}

/// A word that names no state of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a lead is pending, calling, no_answer, scheduled, not_interested, callback or error")]
pub struct UnknownWord;

impl LeadWord {
    /// Every word.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Calling,
        Self::NoAnswer,
        Self::Scheduled,
        Self::NotInterested,
        Self::Callback,
        Self::Error,
    ];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Calling => "calling",
            Self::NoAnswer => "no_answer",
            Self::Scheduled => "scheduled",
            Self::NotInterested => "not_interested",
            Self::Callback => "callback",
            Self::Error => "error",
        }
    }

    /// The word for where a lead stands.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        if standing.status == LeadStatus::Calling {
            return Self::Calling;
        }
        match standing.result {
            Some(LeadResult::Scheduled) => Self::Scheduled,
            Some(LeadResult::NotInterested | LeadResult::DoNotCall) => Self::NotInterested,
            Some(LeadResult::Callback) => Self::Callback,
            Some(LeadResult::NoAnswer | LeadResult::Voicemail | LeadResult::Busy) => Self::NoAnswer,
            Some(LeadResult::Failed | LeadResult::Talked) => Self::Error,
            Some(LeadResult::Canceled) | None => match standing.status {
                LeadStatus::Closed => Self::NotInterested,
                LeadStatus::Callback => Self::Callback,
                LeadStatus::New | LeadStatus::Calling | LeadStatus::Called => Self::Pending,
            },
        }
    }
}

impl FromStr for LeadWord {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|word| word.as_str() == text)
            .ok_or(UnknownWord)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_but_one_that_was_never_to_be_is_a_result() {
        let dialled = Facts {
            claims: 1,
            carrier_call_id: Some("CA1".to_owned()),
            ..Facts::default()
        };
        for (outcome, expected) in [
            (Outcome::Completed, Some(LeadResult::Talked)),
            (Outcome::Machine, Some(LeadResult::Voicemail)),
            (Outcome::VoicemailLeft, Some(LeadResult::Voicemail)),
            (Outcome::NoAnswer, Some(LeadResult::NoAnswer)),
            (Outcome::Busy, Some(LeadResult::Busy)),
            (Outcome::Failed, Some(LeadResult::Failed)),
            (Outcome::Unknown, Some(LeadResult::Failed)),
            (Outcome::Abandoned, Some(LeadResult::Failed)),
            (Outcome::Canceled, Some(LeadResult::Canceled)),
            (Outcome::Blocked, None),
        ] {
            assert_eq!(result_of(outcome, &dialled), expected, "{outcome:?}");
        }
    }

    #[test]
    fn a_call_that_the_carrier_would_not_take_failed_and_one_that_nobody_asked_for_did_not() {
        let refused = Facts {
            claims: 1,
            ..Facts::default()
        };
        assert_eq!(result_of(Outcome::Canceled, &refused), Some(LeadResult::Failed));
        assert_eq!(
            result_of(Outcome::Canceled, &Facts::default()),
            Some(LeadResult::Canceled)
        );
    }

    #[test]
    fn whoever_is_tried_again_has_a_rule_for_it_and_nobody_else() {
        for result in LeadResult::ALL {
            assert_eq!(
                outcome_for_retry(result).is_some(),
                result.is_tried_again(),
                "{result:?}"
            );
        }
    }

    #[test]
    fn every_lead_has_a_word() {
        let standing = |status, result| Standing {
            status,
            result,
            ..Standing::new()
        };
        for (status, result, expected) in [
            (LeadStatus::New, None, LeadWord::Pending),
            (LeadStatus::Calling, Some(LeadResult::NoAnswer), LeadWord::Calling),
            (
                LeadStatus::Called,
                Some(LeadResult::Voicemail),
                LeadWord::NoAnswer,
            ),
            (LeadStatus::Called, Some(LeadResult::Failed), LeadWord::Error),
            (LeadStatus::Called, Some(LeadResult::Talked), LeadWord::Error),
            (
                LeadStatus::Closed,
                Some(LeadResult::Scheduled),
                LeadWord::Scheduled,
            ),
            (
                LeadStatus::Closed,
                Some(LeadResult::DoNotCall),
                LeadWord::NotInterested,
            ),
            (LeadStatus::Closed, None, LeadWord::NotInterested),
            (LeadStatus::Callback, None, LeadWord::Callback),
        ] {
            assert_eq!(LeadWord::of(&standing(status, result)), expected);
        }
        for word in LeadWord::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
        }
    }
}
