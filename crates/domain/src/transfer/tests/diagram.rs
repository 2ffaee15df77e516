//! The list of transitions in the module's documentation is made by walking the machine.

use super::super::*;
use super::cases::{KINDS, LIMITS, START, ctx, events, name};
use crate::transitions::{Transitions, walk};

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
    let mut found = Transitions::new();
    for (kind, whom) in KINDS {
        let first = begin(kind, whom, START).transfer;
        walk(first, START, DEPTH, |transfer, now| {
            let after = events().into_iter().map(|(event_name, event)| {
                let at = transfer
                    .deadline(&LIMITS)
                    .filter(|_| event == Event::DeadlinePassed);
                let now = at.map_or(now, |at| at.max(now));
                let next = step(transfer.clone(), event, &ctx(now)).transfer;
                found.note(place(transfer), place(&next), event_name);
                (next, now)
            });
            after.collect()
        });
    }
    found.judge("transfer", WRITTEN, 18, |place| ORDER[*place]);
}

fn place(transfer: &Transfer) -> usize {
    ORDER
        .iter()
        .position(|known| *known == name(transfer))
        .expect("each phase is listed")
}
