//! Why a seat is paused, and why it ended.

use serde::{Deserialize, Serialize};

/// Why nobody is put through.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why", content = "text")]
pub enum PauseReason {
    /// The agent has just come in.
    NotYetReady,
    /// The agent chose it, and may have said why.
    Chosen(Option<String>),
    /// Somebody who may decided it for the agent, and may have said why.
    Forced(Option<String>),
    /// The browser was lost and did not come back in time.
    BrowserLost,
}

impl PauseReason {
    /// Whether nobody chose it: the agent has just come in, or was away.
    #[must_use]
    pub fn is_agents_absence(&self) -> bool {
        match self {
            Self::NotYetReady | Self::BrowserLost => true,
            Self::Chosen(_) | Self::Forced(_) => false,
        }
    }

    /// What people read.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::NotYetReady => "not_yet_ready",
            Self::Chosen(text) => text.as_deref().unwrap_or("chosen"),
            Self::Forced(text) => text.as_deref().unwrap_or("forced"),
            Self::BrowserLost => "browser_lost",
        }
    }
}

/// Why a seat is offline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The agent signed out.
    SignedOut,
    /// Somebody who may signed the agent out.
    Forced,
    /// The browser never came.
    NeverJoined,
    /// The browser was lost and stayed away.
    Absent,
    /// The process that held the audio is gone.
    Restarted,
}

impl End {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Forced => "forced",
            Self::NeverJoined => "never_joined",
            Self::Absent => "absent",
            Self::Restarted => "restarted",
        }
    }
}
