//! The list of transitions in the module's documentation is made by walking the machine.

use super::super::*;
use super::cases::{BRISK, LIMITS, START, STRICT, UNHURRIED, events, name};
use crate::transitions::{Transitions, walk};

const WRITTEN: &str = include_str!("../transitions.md");
/// This many events from the start reach every transition.
const DEPTH: usize = 7;
/// In the order of a shift.
const ORDER: [&str; 8] = [
    "joining", "paused", "ready", "dialing", "reserved", "on_call", "wrap_up", "offline",
];

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let mut found = Transitions::new();
    for policy in [UNHURRIED, BRISK, STRICT] {
        walk(Seat::signed_in(START), START, DEPTH, |seat, now| {
            let after = events().into_iter().map(|(event_name, event)| {
                let at = seat.deadline(&LIMITS).filter(|_| event == Event::DeadlinePassed);
                let now = at.map_or(now, |at| at.max(now));
                let ctx = Ctx {
                    now,
                    limits: &LIMITS,
                    policy: &policy,
                };
                let next = step(seat.clone(), event, &ctx).seat;
                found.note(place(seat), place(&next), event_name);
                (next, now)
            });
            after.collect()
        });
    }
    found.judge("seat", WRITTEN, 10, |place| ORDER[*place]);
}

fn place(seat: &Seat) -> usize {
    ORDER
        .iter()
        .position(|known| *known == name(seat))
        .expect("each state is listed")
}
