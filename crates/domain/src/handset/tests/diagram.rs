//! The list of transitions in the module's documentation is made by walking the machine.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use super::super::*;
use super::table::ctx;
use crate::time::Timestamp;

const WRITTEN: &str = include_str!("../transitions.md");
const START: Timestamp = Timestamp(1_000_000_000);
/// This many events from the start reach every transition.
const DEPTH: usize = 5;
/// In the order of a shift.
const ORDER: [&str; 5] = ["calling", "ringing", "here", "waiting", "gone"];

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/handset/transitions.md");
    let walked = render(&walk());
    if std::env::var_os("UPDATE_TRANSITIONS").is_some() {
        std::fs::write(path, &walked).expect("the checkout is writable");
        return;
    }
    assert_eq!(
        WRITTEN, walked,
        "run this test with UPDATE_TRANSITIONS=1 and read the difference"
    );
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

/// From a phase to another by these events.
type Transitions = BTreeMap<(usize, usize), BTreeSet<&'static str>>;

fn walk() -> Transitions {
    let mut found = Transitions::new();
    let first = begin().handset;
    let mut seen = vec![first.clone()];
    let mut queue = VecDeque::from([(first, START, 0)]);
    while let Some((handset, now, depth)) = queue.pop_front() {
        for need in [Need::Needed, Need::Idle] {
            for (name, event) in events() {
                let at = handset.deadline().filter(|_| event == Event::DeadlinePassed);
                let now = at.map_or(now, |at| at.max(now));
                let next = step(handset.clone(), event, &ctx(now, need)).handset;
                let way = (place(&handset), place(&next));
                if way.0 != way.1 {
                    found.entry(way).or_default().insert(name);
                }
                if depth < DEPTH && !seen.contains(&next) {
                    seen.push(next.clone());
                    queue.push_back((next, now, depth + 1));
                }
            }
        }
    }
    found
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

fn render(found: &Transitions) -> String {
    let mut text = String::from("```text\n");
    let mut heading = None;
    for ((from, to), names) in found {
        if heading.replace(*from) != Some(*from) {
            writeln!(text, "{}", ORDER[*from]).expect("a string takes any text");
        }
        let names: Vec<&str> = names.iter().copied().collect();
        writeln!(text, "  -> {:<8} {}", ORDER[*to], names.join(", ")).expect("a string takes any text");
    }
    text.push_str("```\n");
    text
}
