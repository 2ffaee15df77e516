//! How far a conversation has come, and why it ended.

use serde::{Deserialize, Serialize};

/// How far the conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "phase", content = "why")]
pub enum Phase {
    /// The browser's audio is awaited; nobody is rung yet.
    Opening,
    /// The callee's call is planned or being placed.
    Dialing,
    /// The callee's phone rings.
    Ringing,
    /// The callee's audio is in.
    Connected,
    /// Over.
    Ended(End),
}

/// Why a room ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The agent ended it.
    Asked,
    /// The call ended: its outcome says how.
    CallOver,
    /// The browser never came.
    NeverJoined,
    /// The browser was lost and did not come back in time.
    BrowserGone,
    /// The callee's audio stopped and did not come back in time.
    PhoneGone,
    /// The call could not be written down, so nobody was rung.
    NotPlanned,
    /// The process that held the audio is gone.
    Restarted,
}

impl Phase {
    /// The word on the wire; why it ended is kept beside it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Dialing => "dialing",
            Self::Ringing => "ringing",
            Self::Connected => "connected",
            Self::Ended(_) => "ended",
        }
    }

    /// Why it ended.
    #[must_use]
    pub fn end(self) -> Option<End> {
        match self {
            Self::Ended(end) => Some(end),
            Self::Opening | Self::Dialing | Self::Ringing | Self::Connected => None,
        }
    }
}

impl End {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::CallOver => "call_over",
            Self::NeverJoined => "never_joined",
            Self::BrowserGone => "browser_gone",
            Self::PhoneGone => "phone_gone",
            Self::NotPlanned => "not_planned",
            Self::Restarted => "restarted",
        }
    }
}
