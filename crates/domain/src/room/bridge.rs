//! Where agent and callee meet.

use serde::{Deserialize, Serialize};

/// Where agent and callee meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bridge {
    /// In a room of our own: the audio passes us.
    #[default]
    Media,
    /// In a room that the carrier hosts: we hear nothing and steer by orders.
    Carrier,
}

impl Bridge {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Carrier => "carrier",
        }
    }
}
