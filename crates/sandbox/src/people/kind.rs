//! What can be at the other end.

use serde::{Deserialize, Serialize};

/// What can be at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// Somebody picks up and listens.
    Human,
    /// A mailbox plays its greeting and records.
    Voicemail,
    /// It rings until somebody gives up.
    NoAnswer,
    /// Engaged.
    Busy,
    /// The number cannot be reached.
    Failed,
    /// An assistant asks who is calling, and may put the caller through.
    Screening,
    /// A fax machine.
    Fax,
}

impl PersonKind {
    /// The word used in population files and in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Voicemail => "voicemail",
            Self::NoAnswer => "no_answer",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::Screening => "screening",
            Self::Fax => "fax",
        }
    }
}
