//! The list of transitions in the module's documentation is made by walking the machine.

use super::super::*;
use super::{START, ctx, every_event};
use crate::campaign::TakenFor;
use crate::transitions::Transitions;

const WRITTEN: &str = include_str!("../transitions.md");

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let mut found = Transitions::new();
    for (detects, at_once) in [(true, false), (true, true), (false, false)] {
        for unknown in [TakenFor::Human, TakenFor::Machine] {
            let ctx = Ctx {
                detects,
                at_once,
                unknown,
                ..ctx(1_000)
            };
            for state in states() {
                for (name, event) in every_event() {
                    let next = step(state, event, &ctx).state;
                    found.note(state.word(), next.word(), name);
                }
            }
        }
    }
    found.judge("campaign/waiting", WRITTEN, 10, |word| word);
}

fn states() -> Vec<Waiting> {
    let until = START.plus_ms(1_000);
    let mut all = vec![Waiting::Unanswered];
    for audio in [false, true] {
        all.push(Waiting::Judging { until, audio });
        all.push(Waiting::Wanting { until, audio });
    }
    all.extend([End::Served, End::Machine, End::Abandoned, End::Gone].map(Waiting::Ended));
    all
}
