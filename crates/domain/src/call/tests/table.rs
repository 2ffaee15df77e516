//! Every situation meets every event; the snapshot is the specification in data.

use std::fmt::Write as _;

use super::cases::{START, ctx, events, show, situations};
use crate::call::step;

#[test]
fn every_situation_answers_every_event() {
    let mut table = String::new();
    for (situation, policy, call) in situations() {
        writeln!(table, "\n{situation}").expect("a string takes any text");
        for (name, after_ms, event) in events() {
            let now = START.plus_ms(after_ms);
            let answer = step(call.clone(), event, &ctx(&policy, now));
            writeln!(table, "  {name:<28} | {}", show(&answer, now)).expect("a string takes any text");
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_situation_is_in_the_state_it_is_named_after() {
    for (situation, _, call) in situations() {
        let word = situation.split([',', '(']).next();
        assert_eq!(word, Some(call.state.word()), "{situation}");
    }
}
