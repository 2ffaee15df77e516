//! The list of transitions in the module's documentation is made by walking the machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::super::*;
use super::{START, ctx, every_event};
use crate::campaign::TakenFor;

const WRITTEN: &str = include_str!("../transitions.md");

#[test]
fn the_documented_transitions_are_those_of_the_machine() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/campaign/waiting/transitions.md");
    let walked = render();
    if std::env::var_os("UPDATE_TRANSITIONS").is_some() {
        std::fs::write(path, &walked).expect("the checkout is writable");
        return;
    }
    assert_eq!(
        WRITTEN, walked,
        "run this test with UPDATE_TRANSITIONS=1 and read the difference"
    );
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

fn render() -> String {
    let mut found: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
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
                    if next.word() != state.word() {
                        let ways = found.entry(state.word()).or_default();
                        ways.entry(next.word()).or_default().insert(name);
                    }
                }
            }
        }
    }
    let mut text = String::from("```text\n");
    for (from, ways) in &found {
        writeln!(text, "{from}").expect("a string takes any text");
        for (to, names) in ways {
            let names: Vec<&str> = names.iter().copied().collect();
            writeln!(text, "  -> {to:<10} {}", names.join(", ")).expect("a string takes any text");
        }
    }
    text.push_str("```\n");
    text
}
