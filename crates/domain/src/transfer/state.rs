//! What a transfer is.

use serde::{Deserialize, Serialize};

use super::failure::End;
use crate::room::Presence;
use crate::time::Timestamp;

/// How a callee is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// As soon as the third is there.
    Blind,
    /// After the agent has talked to the third.
    Warm,
}

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// A colleague on a seat.
    Colleague,
    /// Somebody at a number.
    Number,
}

/// One of the two to whom an agent may talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The one who was called by the campaign.
    Callee,
    /// The one who is to take them.
    Third,
}

/// Where a transfer stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "phase")]
pub enum Phase {
    /// The third is asked, or about to be rung.
    Calling,
    /// The third's phone rings.
    Ringing,
    /// The agent talks to one of the two, and the other waits.
    Consulting {
        /// To whom.
        with: Side,
    },
    /// All three talk.
    Joined,
    /// The two are being put together.
    Handing,
    /// It is over.
    Over(End),
}

/// How long a transfer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the third, from the beginning on; a number's own ring time ends before.
    pub answer_ms: i64,
    /// For a third whose audio stopped.
    pub third_ms: i64,
    /// For the two to be put together.
    pub hand_ms: i64,
}

/// What the machine is told beside the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ctx<'a> {
    /// The present.
    pub now: Timestamp,
    /// How long a transfer waits.
    pub limits: &'a Limits,
}

/// A callee who is passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// How.
    pub kind: Kind,
    /// To whom.
    pub whom: Whom,
    /// Where it stands.
    pub phase: Phase,
    /// Since when.
    pub since: Timestamp,
    /// When it was asked for.
    pub began_at: Timestamp,
    /// The third's leg.
    pub third: Presence,
}

impl Transfer {
    /// Whether it is still to be decided who has the callee.
    #[must_use]
    pub fn is_live(&self) -> bool {
        !matches!(self.phase, Phase::Over(_))
    }

    /// Whether the two are being put together in this moment.
    #[must_use]
    pub fn is_handing(&self) -> bool {
        self.phase == Phase::Handing
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer_ms: 60_000,
            third_ms: 10_000,
            hand_ms: 5_000,
        }
    }
}
