//! Whether a lead is called with the next batch, and if not, why.

use crate::leads::{LeadResult, LeadStatus};
use crate::time::Timestamp;

/// What decides whether a lead is called with the next batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFacts {
    /// Whether the automation is on.
    pub is_on: bool,
    /// Why nobody at all is called until when, while the breaker is open.
    pub breaker: Option<(String, Timestamp)>,
    /// Whether the lead is in a list of the automation.
    pub in_lists: bool,
    /// Where it stands.
    pub status: LeadStatus,
    /// What came of the last call.
    pub result: Option<LeadResult>,
    /// Calls to it that counted.
    pub attempts: u32,
    /// Most of those.
    pub attempts_max: u32,
    /// When it is due again; absent when it was never looked at.
    pub due_at: Option<Timestamp>,
    /// Whether it is done with.
    pub is_done: bool,
    /// The rule that speaks against calling it now, and until when, if that ends.
    pub rule: Option<(String, Option<Timestamp>)>,
    /// When the automation's hours begin, while they are over.
    pub hours_from: Option<Timestamp>,
    /// When the next batch is called.
    pub next_run_at: Option<Timestamp>,
    /// The present.
    pub now: Timestamp,
}

/// One thing that must hold for a lead to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// A stable word for it.
    pub code: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// For people.
    pub sentence: String,
}

/// Everything that must hold, in the order in which people can do something about it.
#[must_use]
pub fn checks(facts: &DueFacts) -> Vec<Check> {
    let check = |code, holds, yes: &str, no: String| Check {
        code,
        holds,
        sentence: if holds { yes.to_owned() } else { no },
    };
    let promised = facts.status == LeadStatus::Callback;
    vec![
        check(
            "on",
            facts.is_on,
            "Automation is on.",
            "Automation is off.".to_owned(),
        ),
        check(
            "in_lists",
            facts.in_lists,
            "The lead is in a list of the automation.",
            "The lead is in no list of the automation.".to_owned(),
        ),
        check(
            "not_calling",
            facts.status != LeadStatus::Calling,
            "No call to the lead is under way.",
            "A call to the lead is under way, or awaits its report.".to_owned(),
        ),
        check(
            "open",
            facts.status != LeadStatus::Closed && (!facts.is_done || promised || attempts_used(facts)),
            "Nothing is agreed that ends the calls.",
            match facts.result {
                Some(result) => format!("The lead is done with: {}.", spoken(result)),
                None => "The lead is done with.".to_owned(),
            },
        ),
        check(
            "attempts",
            !attempts_used(facts),
            "It has attempts left.",
            format!("It was called {} times, which is the most.", facts.attempts),
        ),
        check(
            "interval",
            facts.due_at.is_none_or(|at| at <= facts.now),
            "It has waited long enough since the last call.",
            "It was called a short while ago, or is to be called later.".to_owned(),
        ),
        check(
            "rules",
            facts.rule.is_none(),
            "No rule speaks against calling it now.",
            facts
                .rule
                .as_ref()
                .map(|(why, _)| why.clone())
                .unwrap_or_default(),
        ),
        check(
            "hours",
            facts.hours_from.is_none(),
            "It is within the automation's hours.",
            "It is outside the automation's hours.".to_owned(),
        ),
        check(
            "breaker",
            facts.breaker.is_none(),
            "The circuit breaker is closed.",
            facts
                .breaker
                .as_ref()
                .map(|(why, _)| format!("The circuit breaker is open: {why}"))
                .unwrap_or_default(),
        ),
    ]
}

/// When it may be called at the earliest; nothing when that is for people to change.
#[must_use]
pub fn next_at(facts: &DueFacts) -> Option<Timestamp> {
    let lasting = checks(facts).into_iter().filter(|check| !check.holds);
    for check in lasting {
        match check.code {
            "interval" | "hours" | "breaker" => {}
            "rules" if facts.rule.as_ref().is_some_and(|(_, until)| until.is_some()) => {}
            _ => return None,
        }
    }
    let times = [
        facts.next_run_at,
        facts.due_at,
        facts.hours_from,
        facts.breaker.as_ref().map(|(_, until)| *until),
        facts.rule.as_ref().and_then(|(_, until)| *until),
    ];
    times.into_iter().flatten().max().map(|at| at.max(facts.now))
}

fn attempts_used(facts: &DueFacts) -> bool {
    facts.attempts >= facts.attempts_max
}

fn spoken(result: LeadResult) -> &'static str {
    match result {
        LeadResult::Scheduled => "an appointment is booked",
        LeadResult::NotInterested => "it is not interested",
        LeadResult::Callback => "it is called back at another time",
        LeadResult::DoNotCall => "it wants no more calls",
        LeadResult::NoAnswer => "nobody answered",
        LeadResult::Voicemail => "a machine answered",
        LeadResult::Busy => "the line was engaged",
        LeadResult::Talked => "they talked",
        LeadResult::Failed => "the call failed",
        LeadResult::Canceled => "the call was called off",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);

    fn fresh() -> DueFacts {
        DueFacts {
            is_on: true,
            breaker: None,
            in_lists: true,
            status: LeadStatus::New,
            result: None,
            attempts: 0,
            attempts_max: 3,
            due_at: None,
            is_done: false,
            rule: None,
            hours_from: None,
            next_run_at: Some(NOW.plus_seconds(60)),
            now: NOW,
        }
    }

    fn failing(facts: &DueFacts) -> Vec<&'static str> {
        let found = checks(facts).into_iter().filter(|check| !check.holds);
        found.map(|check| check.code).collect()
    }

    #[test]
    fn a_pending_lead_and_one_that_was_not_reached_are_next() {
        assert_eq!(failing(&fresh()), Vec::<&str>::new());
        let again = DueFacts {
            status: LeadStatus::Called,
            result: Some(LeadResult::NoAnswer),
            attempts: 2,
            due_at: Some(NOW),
            ..fresh()
        };
        assert_eq!(failing(&again), Vec::<&str>::new());
        assert_eq!(next_at(&again), Some(NOW.plus_seconds(60)));
    }

    #[test]
    fn each_obstacle_is_named_and_says_whether_it_ends_by_itself() {
        let later = NOW.plus_seconds(3_600);
        for (facts, code, at) in [
            (
                DueFacts {
                    is_on: false,
                    ..fresh()
                },
                "on",
                None,
            ),
            (
                DueFacts {
                    in_lists: false,
                    ..fresh()
                },
                "in_lists",
                None,
            ),
            (
                DueFacts {
                    status: LeadStatus::Calling,
                    ..fresh()
                },
                "not_calling",
                None,
            ),
            (
                DueFacts {
                    status: LeadStatus::Closed,
                    ..fresh()
                },
                "open",
                None,
            ),
            (
                DueFacts {
                    attempts: 3,
                    is_done: true,
                    ..fresh()
                },
                "attempts",
                None,
            ),
            (
                DueFacts {
                    due_at: Some(later),
                    ..fresh()
                },
                "interval",
                Some(later),
            ),
            (
                DueFacts {
                    hours_from: Some(later),
                    ..fresh()
                },
                "hours",
                Some(later),
            ),
            (
                DueFacts {
                    rule: Some(("It is night.".to_owned(), Some(later))),
                    ..fresh()
                },
                "rules",
                Some(later),
            ),
            (
                DueFacts {
                    rule: Some(("Do not call.".to_owned(), None)),
                    ..fresh()
                },
                "rules",
                None,
            ),
            (
                DueFacts {
                    breaker: Some(("Calls fail.".to_owned(), later)),
                    ..fresh()
                },
                "breaker",
                Some(later),
            ),
        ] {
            assert_eq!(failing(&facts), vec![code]);
            assert_eq!(next_at(&facts), at, "{code}");
        }
    }
}
