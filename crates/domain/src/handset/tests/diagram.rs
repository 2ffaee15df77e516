//! The list of transitions in the module's documentation is made by walking the machine.

use super::super::*;
use super::table::ctx;
use crate::time::Timestamp;
use crate::transitions::{Transitions, walk};

const WRITTEN: &str = include_str!("../transitions.md");
const START: Timestamp = Timestamp(1_000_000_000);
/// This many events from the start reach every transition.
const DEPTH: usize = 5;
/// In the order of a shift.
const ORDER: [&str; 5] = ["calling", "ringing", "here", "waiting", "gone"];

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let mut found = Transitions::new();
    walk(begin().handset, START, DEPTH, |handset, now| {
        let mut after = Vec::new();
        for need in [Need::Needed, Need::Idle] {
            for (name, event) in events() {
                let at = handset.deadline().filter(|_| event == Event::DeadlinePassed);
                let now = at.map_or(now, |at| at.max(now));
                let next = step(handset.clone(), event, &ctx(now, need)).handset;
                found.note(place(handset), place(&next), name);
                after.push((next, now));
            }
        }
        after
    });
    found.judge("handset", WRITTEN, 8, |place| ORDER[*place]);
}

fn events() -> [(&'static str, Event); 5] {
    let why = Problem::HungUp;
    [
        ("rings", Event::Rings),
        ("here", Event::Here),
        ("over", Event::Over { why }),
        ("ring asked", Event::RingAsked),
        ("deadline passed", Event::DeadlinePassed),
    ]
}

fn place(handset: &Handset) -> usize {
    match &handset.phase {
        Phase::Calling => 0,
        Phase::Ringing => 1,
        Phase::Here => 2,
        Phase::Waiting { .. } => 3,
        Phase::Gone { .. } => 4,
    }
}
