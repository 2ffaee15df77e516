//! The question and the answer.

use super::agentless::Agentless;
use super::by_hand::ByHand;
use super::facts::Facts;
use super::per_seat::PerSeat;
use crate::campaign::{CampaignSettings, Mode};
use crate::time::Timestamp;

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Dial this many more lines.
    Dial {
        /// At least one.
        lines: u32,
    },
    /// Nothing; unless something happens before, the answer can be another one from then on.
    AskAgain {
        /// When.
        at: Timestamp,
    },
}

/// The answer of a pacer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What to do now.
    pub order: Order,
    /// How many lines may be open at once, those that are open included: more are cancelled when that is decent.
    pub lines_allowed: u32,
    /// Why, for the people who watch.
    pub sentence: String,
}

/// Decides how many lines to dial. A pacer may remember what it learnt; it knows no clock and draws no lots.
pub trait Pacer: Send {
    /// Answers for this instant.
    fn pace(&mut self, facts: &Facts<'_>) -> Answer;
}

/// The pacer that a campaign has chosen.
#[must_use]
pub fn pacer_of(settings: &CampaignSettings) -> Box<dyn Pacer> {
    match settings.mode {
        Mode::Manual => Box::new(ByHand::Manual),
        Mode::Preview => Box::new(ByHand::Preview),
        Mode::Progressive => Box::new(PerSeat::one(settings)),
        Mode::Parallel => Box::new(PerSeat::several(settings)),
        Mode::Agentless => Box::new(Agentless {
            calls_at_once: settings.calls_at_once,
        }),
    }
}

/// "Dial what is missing", bounded by the leads and by the limits of the workspace.
pub(super) fn fill(facts: &Facts<'_>, lines_allowed: u32, sentence: String) -> Answer {
    let missing = lines_allowed.saturating_sub(facts.open_lines());
    let wait = |at| Order::AskAgain { at };
    let (order, reason) = if missing == 0 {
        (wait(facts.now.plus_ms(IDLE_MS)), String::new())
    } else if facts.room == 0 {
        let reason = " The workspace has as many live calls as it allows.";
        (wait(facts.now.plus_ms(FULL_MS)), reason.to_owned())
    } else if facts.leads == 0 {
        let reason = " There is no lead that may be called now.";
        (wait(facts.now.plus_ms(IDLE_MS)), reason.to_owned())
    } else {
        let lines = missing.min(facts.room).min(facts.leads);
        (Order::Dial { lines }, String::new())
    };
    Answer {
        order,
        lines_allowed,
        sentence: sentence + &reason,
    }
}

/// "1 seat", "2 seats".
pub(super) fn counted(count: u32, one: &str, many: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {many}")
    }
}

/// Whatever changes asks anew at once; this is for what changes without a word.
const IDLE_MS: i64 = 5_000;
/// Other campaigns' calls end without telling this one.
const FULL_MS: i64 = 1_000;
