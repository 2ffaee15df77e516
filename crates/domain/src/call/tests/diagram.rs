//! The list of transitions in the module's documentation is made by walking the machine.

use super::cases::{START, agent, ctx, events, leave_message, message, show_state};
use crate::call::{Call, Event, State, step};
use crate::transitions::{Transitions, walk};

const WRITTEN: &str = include_str!("../transitions.md");
/// Calls differ by what is known of them; this many events from the start reach every transition.
const DEPTH: usize = 6;

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let mut found = Transitions::new();
    for policy in [message(), leave_message(), agent()] {
        walk(Call::planned(START), START, DEPTH, |call, start| {
            let mut after = Vec::new();
            for (name, after_ms, event) in events() {
                let name = name.split(',').next().unwrap_or(name);
                let ctx = ctx(&policy, start.plus_ms(after_ms));
                let next = step(call.clone(), event.clone(), &ctx).call;
                found.note(key(call.state), key(next.state), name);
                if leads_on(&event) {
                    after.push((next, start));
                }
            }
            after
        });
    }
    found.judge("call", WRITTEN, 21, |(_, word)| word);
}

/// Prices, postponements and the name of a leg change what is known, never where a call can go.
fn leads_on(event: &Event) -> bool {
    !matches!(
        event,
        Event::Billed { .. } | Event::Postponed { .. } | Event::TakenOver { .. } | Event::GivenBack
    )
}

fn key(state: State) -> (u8, String) {
    (state.rank(), show_state(state))
}
