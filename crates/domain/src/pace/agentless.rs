//! Messages without agents: so many calls at once.

use super::facts::Facts;
use super::pacer::{Answer, Pacer, counted, fill};

/// Keeps a number of calls in the air.
pub(super) struct Agentless {
    pub calls_at_once: u32,
}

impl Pacer for Agentless {
    fn pace(&mut self, facts: &Facts<'_>) -> Answer {
        let sentence = format!(
            "Up to {} at once; {} open.",
            counted(self.calls_at_once, "call", "calls"),
            counted(facts.open_lines(), "line is", "lines are"),
        );
        fill(facts, self.calls_at_once, sentence)
    }
}
