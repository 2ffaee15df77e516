//! The questions that a crash test asks, each answered with the numbers that speak against it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::ledger::{Dialled, Ledger};
use super::posting::{Call, Run};
use super::{Carrier, Plan};
use crate::count::Tally;

/// How long each start of the server took.
#[derive(Debug, Clone, Default)]
pub struct Restarts {
    took: Vec<Duration>,
}

/// All that is known when the last call has ended.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// What was tried.
    pub plan: &'a Plan,
    /// What the server confirmed.
    pub run: &'a Run,
    /// What the server says became of the calls.
    pub calls: &'a [Call],
    /// What the phone network says.
    pub ledger: &'a Ledger,
    /// How long restarts took.
    pub restarts: &'a Restarts,
    /// Whether all calls ended in time.
    pub everything_ended: bool,
}

impl Restarts {
    /// Notes one start.
    pub fn note(&mut self, took: Duration) {
        self.took.push(took);
    }

    /// The longest.
    pub fn slowest(&self) -> Duration {
        self.took.iter().copied().max().unwrap_or_default()
    }

    /// Those that took longer than is promised.
    pub fn slow(&self) -> Vec<String> {
        let took = self.took.iter().enumerate();
        took.filter(|(_, took)| **took > START_LIMIT)
            .map(|(index, took)| format!("start {} took {} ms", index + 1, took.as_millis()))
            .collect()
    }
}

/// Questions, each with what speaks against a yes.
pub type Answers = Vec<(&'static str, Vec<String>)>;

/// Prints the answers and counts them.
pub fn pronounce_all(answers: &Answers) -> Tally {
    let mut tally = Tally::default();
    for (question, against) in answers {
        let holds = against.is_empty();
        println!("{}  {question}", if holds { "yes" } else { "NO " });
        for line in against.iter().take(SHOWN) {
            println!("       {line}");
        }
        if against.len() > SHOWN {
            println!("       and {} more", against.len() - SHOWN);
        }
        tally += Tally::of(holds);
    }
    tally
}

/// Asks every question, prints the answers, and counts them.
pub fn pronounce(evidence: &Evidence<'_>) -> Tally {
    let tally = pronounce_all(&answers(evidence));
    println!(
        "outcomes: {}; slowest of {} starts: {} ms",
        outcomes(evidence.calls),
        evidence.restarts.took.len(),
        evidence.restarts.slowest().as_millis()
    );
    tally
}

fn answers(evidence: &Evidence<'_>) -> Answers {
    let mut answers = vec![
        (
            "every posted number became exactly one call",
            not_one_call(evidence),
        ),
        (
            "every allowed number was dialled exactly once",
            not_dialled_once(evidence),
        ),
        ("no phone rang twice", rang_twice(evidence)),
        (
            "nobody else was called",
            evidence.ledger.strangers(&evidence.plan.numbers),
        ),
        (
            "the phone network saw no violation",
            evidence.ledger.violations.clone(),
        ),
        ("every call ended with an outcome", without_outcome(evidence)),
        ("no fate stayed unknown", unknown_fate(evidence)),
        ("every start was ready within 3 s", evidence.restarts.slow()),
    ];
    if evidence.plan.carrier == Carrier::WellBehaved {
        answers.push((
            "every outcome is the one that the person gave",
            wrong_outcome(evidence),
        ));
    }
    answers
}

fn not_one_call(evidence: &Evidence<'_>) -> Vec<String> {
    let mut calls: BTreeMap<&str, u32> = BTreeMap::new();
    for call in evidence.calls {
        *calls.entry(call.phone.as_str()).or_default() += 1;
    }
    let lines = evidence.run.lines.iter();
    let unconfirmed = lines
        .filter(|line| line.call_id.is_none())
        .map(|line| format!("{} was posted and got no call", line.raw));
    let odd = evidence.plan.numbers.iter().filter_map(|number| {
        let count = calls.get(number.as_str()).copied().unwrap_or(0);
        (count != 1).then(|| format!("{number} has {count} calls"))
    });
    unconfirmed.chain(odd).collect()
}

fn not_dialled_once(evidence: &Evidence<'_>) -> Vec<String> {
    let numbers = evidence.plan.numbers.iter();
    numbers
        .filter_map(|number| {
            let attempts = dialled(evidence, number).attempts;
            (attempts != 1).then(|| format!("{number} was dialled {attempts} times"))
        })
        .collect()
}

fn rang_twice(evidence: &Evidence<'_>) -> Vec<String> {
    let phones = evidence.ledger.dialled.iter();
    phones
        .filter(|(_, dialled)| dialled.rings > 1)
        .map(|(number, dialled)| format!("{number} rang {} times", dialled.rings))
        .collect()
}

fn without_outcome(evidence: &Evidence<'_>) -> Vec<String> {
    let mut against: Vec<String> = evidence
        .calls
        .iter()
        .filter(|call| call.state != "ended" || call.outcome.is_none())
        .map(|call| format!("{} to {} is {}", call.id, call.phone, call.state))
        .collect();
    if !evidence.everything_ended {
        against.push("the run did not come to its end in time".to_owned());
    }
    against
}

/// The carrier keeps every call, so each fate can be learnt however much went wrong.
fn unknown_fate(evidence: &Evidence<'_>) -> Vec<String> {
    let calls = evidence.calls.iter();
    calls
        .filter(|call| call.outcome.as_deref() == Some("unknown"))
        .map(|call| format!("{} to {}", call.id, call.phone))
        .collect()
}

fn wrong_outcome(evidence: &Evidence<'_>) -> Vec<String> {
    let calls = evidence.calls.iter();
    calls
        .filter_map(|call| {
            let expected = expected_outcome(&call.phone)?;
            let outcome = call.outcome.as_deref().unwrap_or("none");
            (outcome != expected).then(|| format!("{} ended {outcome} instead of {expected}", call.phone))
        })
        .collect()
}

/// What the deterministic people do, by the number's last digit; machines are not told apart without detection.
fn expected_outcome(phone: &str) -> Option<&'static str> {
    match phone.chars().next_back()? {
        '0'..='6' => Some("completed"),
        '7' => Some("no_answer"),
        '8' => Some("busy"),
        '9' => Some("failed"),
        _ => None,
    }
}

fn dialled(evidence: &Evidence<'_>, number: &str) -> Dialled {
    evidence.ledger.dialled.get(number).copied().unwrap_or_default()
}

fn outcomes(calls: &[Call]) -> String {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for call in calls {
        *counts
            .entry(call.outcome.as_deref().unwrap_or("none"))
            .or_default() += 1;
    }
    let words: Vec<String> = counts
        .iter()
        .map(|(outcome, count)| format!("{outcome} {count}"))
        .collect();
    words.join(", ")
}

/// Promised for any restart.
const START_LIMIT: Duration = Duration::from_secs(3);
const SHOWN: usize = 8;

#[cfg(test)]
mod tests {
    use super::super::posting::Line;
    use super::*;

    const NUMBER: &str = "+14152310000";

    fn tally(dialled: Dialled, outcome: Option<&str>) -> Tally {
        let plan = Plan {
            kills: 1,
            carrier: Carrier::WellBehaved,
            seed: 1,
            numbers: vec![NUMBER.to_owned()],
        };
        let run = Run {
            id: "run_1".to_owned(),
            lines: vec![Line {
                raw: NUMBER.to_owned(),
                call_id: Some("call_1".to_owned()),
            }],
        };
        let call = Call {
            id: "call_1".to_owned(),
            phone: NUMBER.to_owned(),
            state: "ended".to_owned(),
            outcome: outcome.map(str::to_owned),
        };
        let ledger = Ledger {
            dialled: [(NUMBER.to_owned(), dialled)].into(),
            violations: Vec::new(),
        };
        pronounce(&Evidence {
            plan: &plan,
            run: &run,
            calls: &[call],
            ledger: &ledger,
            restarts: &Restarts::default(),
            everything_ended: true,
        })
    }

    #[test]
    fn one_ring_and_the_right_outcome_satisfy_every_question() {
        let once = Dialled {
            attempts: 1,
            rings: 1,
        };
        assert_eq!(tally(once, Some("completed")).failed, 0);
    }

    #[test]
    fn a_second_ring_a_lost_number_and_a_missing_outcome_are_found() {
        let once = Dialled {
            attempts: 1,
            rings: 1,
        };
        let twice = Dialled {
            attempts: 2,
            rings: 2,
        };
        assert_eq!(tally(twice, Some("completed")).failed, 2);
        assert_eq!(tally(Dialled::default(), Some("completed")).failed, 1);
        assert_eq!(tally(once, None).failed, 2);
    }
}
