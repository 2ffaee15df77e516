//! How a call ended.

use serde::{Deserialize, Serialize};

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A person was spoken to, or heard the message.
    Completed,
    /// A live person got no agent within the limit.
    Abandoned,
    /// A machine answered and was hung up on.
    Machine,
    /// A message was left on a machine.
    VoicemailLeft,
    /// Rang out.
    NoAnswer,
    /// Engaged.
    Busy,
    /// Could not be put through.
    Failed,
    /// Called off before anybody answered.
    Canceled,
    /// Never dialled: a rule forbade it.
    Blocked,
    /// The carrier could not say what became of it.
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order shown to people.
    pub const ALL: [Self; 10] = [
        Self::Completed,
        Self::VoicemailLeft,
        Self::Machine,
        Self::NoAnswer,
        Self::Busy,
        Self::Failed,
        Self::Canceled,
        Self::Abandoned,
        Self::Blocked,
        Self::Unknown,
    ];

    /// The word used on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
            Self::Machine => "machine",
            Self::VoicemailLeft => "voicemail_left",
            Self::NoAnswer => "no_answer",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }

    /// The outcome with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }

    /// Whether somebody or something picked up.
    #[must_use]
    pub fn was_answered(self) -> bool {
        match self {
            Self::Completed | Self::Abandoned | Self::Machine | Self::VoicemailLeft => true,
            Self::NoAnswer | Self::Busy | Self::Failed | Self::Canceled | Self::Blocked | Self::Unknown => {
                false
            }
        }
    }
}
