//! The list of transitions in the module's documentation is made by walking the machine.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use super::cases::{START, agent, ctx, events, leave_message, message, show_state};
use crate::call::{Call, Event, State, step};

const WRITTEN: &str = include_str!("../transitions.md");
/// Calls differ by what is known of them; this many events from the start reach every transition.
const DEPTH: usize = 6;

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/call/transitions.md");
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

/// From a state to another by these events.
type Transitions = BTreeMap<(u8, String), BTreeMap<(u8, String), BTreeSet<&'static str>>>;

fn walk() -> Transitions {
    let mut found = Transitions::new();
    for policy in [message(), leave_message(), agent()] {
        let mut seen = vec![Call::planned(START)];
        let mut queue = VecDeque::from([(Call::planned(START), 0)]);
        while let Some((call, depth)) = queue.pop_front() {
            for (name, after_ms, event) in events() {
                let name = name.split(',').next().unwrap_or(name);
                let next = step(
                    call.clone(),
                    event.clone(),
                    &ctx(&policy, START.plus_ms(after_ms)),
                )
                .call;
                if next.state != call.state {
                    let ways = found.entry(key(call.state)).or_default();
                    ways.entry(key(next.state)).or_default().insert(name);
                }
                if depth < DEPTH && leads_on(&event) && !seen.contains(&next) {
                    seen.push(next.clone());
                    queue.push_back((next, depth + 1));
                }
            }
        }
    }
    found
}

/// Prices and postponements change what is known, never where a call can go.
fn leads_on(event: &Event) -> bool {
    !matches!(event, Event::Billed { .. } | Event::Postponed { .. })
}

fn key(state: State) -> (u8, String) {
    (state.rank(), show_state(state))
}

fn render(found: &Transitions) -> String {
    let mut text = String::from("```text\n");
    for ((_, from), ways) in found {
        writeln!(text, "{from}").expect("a string takes any text");
        for ((_, to), names) in ways {
            let names: Vec<&str> = names.iter().copied().collect();
            writeln!(text, "  -> {to:<21} {}", names.join(", ")).expect("a string takes any text");
        }
    }
    text.push_str("```\n");
    text
}
