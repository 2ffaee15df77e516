//! Where somebody stands who answered, or may.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Where a call stands between its answer and an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Waiting {
    /// Nobody has picked up.
    Unanswered,
    /// Picked up; whether it is a person is not known.
    Judging {
        /// Until when that may stay so.
        until: Timestamp,
        /// The audio is in.
        audio: bool,
    },
    /// A person, for whom no agent was free yet.
    Wanting {
        /// Until when they may wait.
        until: Timestamp,
        /// The audio is in.
        audio: bool,
    },
    /// Over, one way or another.
    Ended(End),
}

/// How the wait ended; nothing follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// An agent has them.
    Served,
    /// A machine answered.
    Machine,
    /// A person for whom nobody was free in time.
    Abandoned,
    /// The call ended before any of this.
    Gone,
}

impl Waiting {
    /// Whether nothing follows.
    #[must_use]
    pub fn end(self) -> Option<End> {
        match self {
            Self::Ended(end) => Some(end),
            Self::Unanswered | Self::Judging { .. } | Self::Wanting { .. } => None,
        }
    }

    /// When it is to be woken if nothing happens; a wait without an end does not exist.
    #[must_use]
    pub fn deadline(self) -> Option<Timestamp> {
        match self {
            Self::Judging { until, .. } | Self::Wanting { until, .. } => Some(until),
            Self::Unanswered | Self::Ended(_) => None,
        }
    }

    /// Whether it is a person who waits for an agent.
    #[must_use]
    pub fn wants_seat(self) -> bool {
        matches!(self, Self::Wanting { .. })
    }

    /// The word of the state.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Judging { .. } => "judging",
            Self::Wanting { .. } => "wanting",
            Self::Ended(End::Served) => "served",
            Self::Ended(End::Machine) => "machine",
            Self::Ended(End::Abandoned) => "abandoned",
            Self::Ended(End::Gone) => "gone",
        }
    }
}
