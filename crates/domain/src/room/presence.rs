//! Whether a leg is in the room.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Whether a leg is in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "presence")]
pub enum Presence {
    /// It has not been here yet.
    Awaited,
    /// Its audio flows.
    Here,
    /// It was here and may come back.
    Lost {
        /// Since when.
        since: Timestamp,
    },
}

impl Presence {
    /// Whether its audio flows.
    #[must_use]
    pub fn is_here(self) -> bool {
        self == Self::Here
    }

    /// Since when it is missing, if it was here before.
    #[must_use]
    pub fn lost_since(self) -> Option<Timestamp> {
        match self {
            Self::Lost { since } => Some(since),
            Self::Awaited | Self::Here => None,
        }
    }

    /// What it is after its audio stopped; a leg that never came is not lost.
    pub(super) fn after_loss(self, now: Timestamp) -> Self {
        match self {
            Self::Here => Self::Lost { since: now },
            Self::Awaited | Self::Lost { .. } => self,
        }
    }
}
