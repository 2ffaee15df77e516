//! What the machine is told about the world.

use super::super::{CampaignSettings, TakenFor};
use crate::time::Timestamp;

/// What the machine may look at besides its own state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ctx {
    /// The present.
    pub now: Timestamp,
    /// Whether anybody tells people from machines; else every answer is a person.
    pub detects: bool,
    /// Whoever answers is put through before it is known who it is, and a machine is taken away again.
    pub at_once: bool,
    /// What an answer is taken for that nobody can tell.
    pub unknown: TakenFor,
    /// How long an answer may go unjudged.
    pub verdict_limit_ms: i64,
    /// How long a human may wait, from when it is clear that it is one: the law counts from the end of "hello", and
    /// that is when a verdict can be had.
    pub wait_limit_ms: i64,
}

impl Ctx {
    /// Whether it is found out who answered before anybody is put through.
    pub(super) fn judges(&self) -> bool {
        self.detects && !self.at_once
    }

    /// As a campaign has chosen.
    #[must_use]
    pub fn of(settings: &CampaignSettings, now: Timestamp) -> Self {
        Self {
            now,
            detects: settings.amd.policy.detects(),
            at_once: settings.puts_through_at_once(),
            unknown: settings.amd.unknown,
            verdict_limit_ms: i64::from(settings.amd.verdict_limit_ms),
            wait_limit_ms: i64::from(settings.wait_limit_ms),
        }
    }
}
