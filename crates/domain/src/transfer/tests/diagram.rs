//! The list of transitions in the module's documentation is made by walking the machine.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use super::super::*;
use super::cases::{KINDS, LIMITS, START, ctx, events, name};

const WRITTEN: &str = include_str!("../transitions.md");
/// This many events from the start reach every transition.
const DEPTH: usize = 6;
/// In the order of a transfer.
const ORDER: [&str; 9] = [
    "calling",
    "ringing",
    "consulting(third)",
    "consulting(callee)",
    "joined",
    "handing",
    "completed",
    "cancelled",
    "failed",
];

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/transfer/transitions.md");
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

/// From a phase to another by these events.
type Transitions = BTreeMap<(usize, usize), BTreeSet<&'static str>>;

fn walk() -> Transitions {
    let mut found = Transitions::new();
    for (kind, whom) in KINDS {
        let first = begin(kind, whom, START).transfer;
        let mut seen = vec![first.clone()];
        let mut queue = VecDeque::from([(first, START, 0)]);
        while let Some((transfer, now, depth)) = queue.pop_front() {
            for (event_name, event) in events() {
                let at = transfer
                    .deadline(&LIMITS)
                    .filter(|_| event == Event::DeadlinePassed);
                let now = at.map_or(now, |at| at.max(now));
                let next = step(transfer.clone(), event, &ctx(now)).transfer;
                if name(&next) != name(&transfer) {
                    let way = (place(&transfer), place(&next));
                    found.entry(way).or_default().insert(event_name);
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

fn place(transfer: &Transfer) -> usize {
    ORDER
        .iter()
        .position(|known| *known == name(transfer))
        .expect("each phase is listed")
}

fn render(found: &Transitions) -> String {
    let mut text = String::from("```text\n");
    let mut heading = None;
    for ((from, to), names) in found {
        if heading.replace(*from) != Some(*from) {
            writeln!(text, "{}", ORDER[*from]).expect("a string takes any text");
        }
        let names: Vec<&str> = names.iter().copied().collect();
        writeln!(text, "  -> {:<18} {}", ORDER[*to], names.join(", ")).expect("a string takes any text");
    }
    text.push_str("```\n");
    text
}
