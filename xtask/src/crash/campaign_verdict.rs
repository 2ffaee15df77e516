//! The questions that a crash of a campaign asks, each answered with what speaks against it.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Ledger, Leg};
use super::posting::Call;
use super::verdict::{Answers, Restarts, pronounce_all};
use crate::count::Tally;

/// All that is known when the last call has ended.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// Who was to be called.
    pub numbers: &'a [String],
    /// What the server says became of the calls.
    pub calls: &'a [Call],
    /// What the phone network says, number by number.
    pub ledger: &'a Ledger,
    /// The same, leg by leg.
    pub legs: &'a [Leg],
    /// What the agents say: seats by call.
    pub talks: &'a BTreeMap<String, Vec<String>>,
    /// Seats on which somebody sits: id, whose, and how it stands.
    pub seats: &'a [[String; 3]],
    /// How long restarts took.
    pub restarts: &'a Restarts,
    /// Whether the campaign was done with each lead, or leaves its phone alone.
    pub all_dealt_with: bool,
    /// Whether all calls ended in time.
    pub quiet: bool,
}

/// Asks every question, prints the answers, and counts them.
pub fn pronounce(evidence: &Evidence<'_>) -> Tally {
    let tally = pronounce_all(&answers(evidence));
    println!(
        "{} talks; the longest that anybody was on the line: {} s; slowest start: {} ms",
        evidence.talks.len(),
        longest_s(evidence.legs),
        evidence.restarts.slowest().as_millis()
    );
    tally
}

fn answers(evidence: &Evidence<'_>) -> Answers {
    vec![
        ("no phone rang twice", rang_twice(evidence)),
        (
            "nobody else was called",
            evidence.ledger.strangers(evidence.numbers),
        ),
        (
            "the phone network saw no violation",
            evidence.ledger.violations.clone(),
        ),
        ("no lead was lost", lost(evidence)),
        ("every call ended with an outcome", without_outcome(evidence)),
        ("agents talked to people", nobody_talked(evidence)),
        (
            "nobody was put through to two agents",
            put_through_twice(evidence),
        ),
        ("nobody was left on the line", left_on_the_line(evidence)),
        (
            "whoever was talked to is known to have been",
            talks_unknown(evidence),
        ),
        (
            "every seat is its agent's only one and awaits callees",
            stuck_seats(evidence),
        ),
        ("every start was ready within 3 s", evidence.restarts.slow()),
    ]
}

fn rang_twice(evidence: &Evidence<'_>) -> Vec<String> {
    let phones = evidence.ledger.dialled.iter();
    phones
        .filter(|(_, dialled)| dialled.rings > 1)
        .map(|(number, dialled)| format!("{number} rang {} times", dialled.rings))
        .collect()
}

fn lost(evidence: &Evidence<'_>) -> Vec<String> {
    let called: BTreeSet<&str> = evidence.calls.iter().map(|call| call.phone.as_str()).collect();
    let mut against: Vec<String> = evidence
        .numbers
        .iter()
        .filter(|number| !called.contains(number.as_str()))
        .map(|number| format!("{number} has no call"))
        .collect();
    if !evidence.all_dealt_with {
        against.push("the campaign did not come to its end in time".to_owned());
    }
    against
}

fn without_outcome(evidence: &Evidence<'_>) -> Vec<String> {
    let open = evidence
        .calls
        .iter()
        .filter(|call| call.state != "ended" || matches!(call.outcome.as_deref(), None | Some("unknown")));
    let mut against: Vec<String> = open
        .map(|call| {
            let outcome = call.outcome.as_deref().unwrap_or("none");
            format!("{} to {} is {} ({outcome})", call.id, call.phone, call.state)
        })
        .collect();
    if !evidence.quiet {
        against.push("calls were still under way at the end".to_owned());
    }
    against
}

fn nobody_talked(evidence: &Evidence<'_>) -> Vec<String> {
    let none = evidence.talks.is_empty();
    none.then(|| "nobody was put through to anybody".to_owned())
        .into_iter()
        .collect()
}

fn put_through_twice(evidence: &Evidence<'_>) -> Vec<String> {
    let twice = evidence.talks.iter().filter(|(_, seats)| seats.len() > 1);
    twice
        .map(|(call, seats)| format!("{call} was at {}", seats.join(" and ")))
        .collect()
}

/// A phone that was picked up is hung up again, by either side, at the latest some seconds after a server is back.
fn left_on_the_line(evidence: &Evidence<'_>) -> Vec<String> {
    let legs = evidence.legs.iter();
    legs.filter_map(|leg| match leg.on_the_line_s()? {
        None => Some(format!("{} is still on the line", leg.number)),
        Some(seconds) if seconds > ON_THE_LINE_S => {
            Some(format!("{} was on the line for {seconds} s", leg.number))
        }
        Some(_) => None,
    })
    .collect()
}

fn talks_unknown(evidence: &Evidence<'_>) -> Vec<String> {
    let outcomes: BTreeMap<&str, &str> = evidence
        .calls
        .iter()
        .map(|call| (call.id.as_str(), call.outcome.as_deref().unwrap_or("none")))
        .collect();
    let talked = evidence.talks.keys();
    talked
        .filter_map(|call| {
            let outcome = outcomes.get(call.as_str()).copied().unwrap_or("nothing");
            (outcome != "completed").then(|| format!("{call} was talked to and ended {outcome}"))
        })
        .collect()
}

fn stuck_seats(evidence: &Evidence<'_>) -> Vec<String> {
    let mut sitting = BTreeSet::new();
    let mut against = Vec::new();
    for [id, user, state] in evidence.seats {
        if !sitting.insert(user) {
            against.push(format!("{user} has two seats"));
        }
        if !matches!(state.as_str(), "ready" | "paused" | "joining") {
            against.push(format!("{id} is {state}"));
        }
    }
    against
}

fn longest_s(legs: &[Leg]) -> i64 {
    let times = legs.iter().filter_map(|leg| leg.on_the_line_s().flatten());
    times.max().unwrap_or(0)
}

/// A talk of a second, a death, a start, and the carrier's own patience with a server that is away.
const ON_THE_LINE_S: i64 = 30;

#[cfg(test)]
mod tests {
    use super::super::ledger::Dialled;
    use super::*;

    const NUMBER: &str = "+14152310000";

    fn failed(leg: Leg, seats: &[&str], state: &str) -> u64 {
        let call = Call {
            id: "call_1".to_owned(),
            phone: NUMBER.to_owned(),
            state: "ended".to_owned(),
            outcome: Some("completed".to_owned()),
        };
        let once = Dialled {
            attempts: 1,
            rings: 1,
        };
        let seats: Vec<String> = seats.iter().map(|&seat| seat.to_owned()).collect();
        let evidence = Evidence {
            numbers: &[NUMBER.to_owned()],
            calls: &[call],
            ledger: &Ledger {
                dialled: [(NUMBER.to_owned(), once)].into(),
                violations: Vec::new(),
            },
            legs: &[leg],
            talks: &[("call_1".to_owned(), seats)].into(),
            seats: &[["seat_1", "usr_1", state].map(str::to_owned)],
            restarts: &Restarts::default(),
            all_dealt_with: true,
            quiet: true,
        };
        pronounce(&evidence).failed
    }

    fn leg(ended_at: Option<i64>) -> Leg {
        Leg {
            number: NUMBER.to_owned(),
            answered_at: Some(0),
            ended_at,
        }
    }

    #[test]
    fn one_talk_with_one_agent_satisfies_every_question() {
        assert_eq!(failed(leg(Some(2_000_000)), &["seat_1"], "ready"), 0);
    }

    #[test]
    fn a_second_agent_a_forgotten_callee_and_a_stuck_seat_are_found() {
        assert_eq!(failed(leg(Some(2_000_000)), &["seat_1", "seat_2"], "ready"), 1);
        assert_eq!(failed(leg(None), &["seat_1"], "ready"), 1);
        assert_eq!(failed(leg(Some(120_000_000)), &["seat_1"], "ready"), 1);
        assert_eq!(failed(leg(Some(2_000_000)), &["seat_1"], "on_call"), 1);
    }
}
