//! How a seat stands, in one word.

use serde::{Deserialize, Serialize};

/// How a seat stands, in one word: what people see and pacers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Signed out.
    Offline,
    /// The browser's audio is awaited.
    Joining,
    /// A callee may be put through.
    Ready,
    /// The seat's own call rings.
    Dialing,
    /// A callee is promised or here.
    OnCall,
    /// The agent notes what came of the call.
    WrapUp,
    /// No callee is put through.
    Paused,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 7] = [
        Self::Offline,
        Self::Joining,
        Self::Ready,
        Self::Dialing,
        Self::OnCall,
        Self::WrapUp,
        Self::Paused,
    ];

    /// The word on the wire and in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Joining => "joining",
            Self::Ready => "ready",
            Self::Dialing => "dialing",
            Self::OnCall => "on_call",
            Self::WrapUp => "wrap_up",
            Self::Paused => "paused",
        }
    }
}
