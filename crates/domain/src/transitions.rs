//! The lists of transitions in the documentation of the machines: each is made by walking its machine, and held against
//! what is written.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use crate::time::Timestamp;

/// From a state to others, by these events; in the order of the states.
pub(crate) struct Transitions<K>(BTreeMap<K, BTreeMap<K, BTreeSet<&'static str>>>);

impl<K: Ord> Transitions<K> {
    pub fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Takes down that an event leads from a state to one; nothing when it is the same.
    pub fn note(&mut self, from: K, to: K, event: &'static str) {
        if from != to {
            let ways = self.0.entry(from).or_default();
            ways.entry(to).or_default().insert(event);
        }
    }

    /// Holds the list against the text of `transitions.md` in a folder below `src`, or writes it there when asked to.
    pub fn judge(&self, folder: &str, written: &str, width: usize, word: impl Fn(&K) -> &str) {
        let walked = self.render(width, word);
        if std::env::var_os("UPDATE_TRANSITIONS").is_some() {
            let path = format!("{}/src/{folder}/transitions.md", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, &walked).expect("the checkout is writable");
            return;
        }
        assert_eq!(
            written, walked,
            "run this test with UPDATE_TRANSITIONS=1 and read the difference"
        );
    }

    fn render(&self, width: usize, word: impl Fn(&K) -> &str) -> String {
        let mut text = String::from("```text\n");
        for (from, ways) in &self.0 {
            writeln!(text, "{}", word(from)).expect("a string takes any text");
            for (to, events) in ways {
                let events: Vec<&str> = events.iter().copied().collect();
                writeln!(text, "  -> {:<width$} {}", word(to), events.join(", "))
                    .expect("a string takes any text");
            }
        }
        text.push_str("```\n");
        text
    }
}

/// Asks what comes after each state that so many events lead to; each state is gone on from once.
pub(crate) fn walk<S: Clone + PartialEq>(
    first: S,
    start: Timestamp,
    depth: usize,
    mut after: impl FnMut(&S, Timestamp) -> Vec<(S, Timestamp)>,
) {
    let mut seen = vec![first.clone()];
    let mut queue = VecDeque::from([(first, start, 0)]);
    while let Some((state, now, steps)) = queue.pop_front() {
        for (next, now) in after(&state, now) {
            if steps < depth && !seen.contains(&next) {
                seen.push(next.clone());
                queue.push_back((next, now, steps + 1));
            }
        }
    }
}
