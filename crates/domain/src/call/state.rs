//! Where a call stands, and what a detector said answered it.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "outcome")]
pub enum State {
    /// Written down, not yet dialled.
    Planned,
    /// Claimed: the carrier is being asked, or has it in its queue.
    Dialing,
    /// Claimed, but whether the carrier took it is not known.
    Unknown,
    /// The phone rings.
    Ringing,
    /// Answered, nobody with the callee yet.
    Waiting,
    /// The callee hears an agent or the message.
    Connected,
    /// A machine answered and is being given the message.
    Voicemail,
    /// Over.
    Ended(Outcome),
}

impl State {
    /// How far along a call is; a carrier event never lowers it.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Planned => 0,
            Self::Dialing | Self::Unknown => 1,
            Self::Ringing => 2,
            Self::Waiting => 3,
            Self::Connected => 4,
            Self::Voicemail => 5,
            Self::Ended(_) => 6,
        }
    }

    /// Whether this call may be occupying the callee's line.
    #[must_use]
    pub fn is_live(self) -> bool {
        match self {
            Self::Planned | Self::Ended(_) => false,
            Self::Dialing
            | Self::Unknown
            | Self::Ringing
            | Self::Waiting
            | Self::Connected
            | Self::Voicemail => true,
        }
    }

    /// The word used on the wire and in the store (the outcome is kept beside it).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Dialing => "dialing",
            Self::Unknown => "unknown",
            Self::Ringing => "ringing",
            Self::Waiting => "waiting",
            Self::Connected => "connected",
            Self::Voicemail => "voicemail",
            Self::Ended(_) => "ended",
        }
    }

    /// The outcome, once ended.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        if let Self::Ended(outcome) = self {
            Some(outcome)
        } else {
            None
        }
    }

    /// The state with this word; `ended` needs its outcome.
    #[must_use]
    pub fn from_words(word: &str, outcome: Option<&str>) -> Option<Self> {
        match word {
            "planned" => Some(Self::Planned),
            "dialing" => Some(Self::Dialing),
            "unknown" => Some(Self::Unknown),
            "ringing" => Some(Self::Ringing),
            "waiting" => Some(Self::Waiting),
            "connected" => Some(Self::Connected),
            "voicemail" => Some(Self::Voicemail),
            "ended" => Outcome::from_word(outcome?).map(Self::Ended),
            _ => None,
        }
    }
}

/// What answered, as far as a detector can tell. Later variants are more informative and win a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmdVerdict {
    /// The detector could not tell; treated as a person.
    Unknown,
    /// A person.
    Human,
    /// A service that asks who is calling before the phone rings.
    Screening,
    /// A fax machine.
    Fax,
    /// A machine, its greeting still running.
    Machine,
    /// A machine ready to record: the beep was heard or the greeting is over.
    MachineReady,
}

impl AmdVerdict {
    /// Every verdict.
    pub const ALL: [Self; 6] = [
        Self::Unknown,
        Self::Human,
        Self::Screening,
        Self::Fax,
        Self::Machine,
        Self::MachineReady,
    ];

    /// The word used on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Human => "human",
            Self::Screening => "screening",
            Self::Fax => "fax",
            Self::Machine => "machine",
            Self::MachineReady => "machine_ready",
        }
    }

    /// Whether no person is on the line.
    #[must_use]
    pub fn is_machine(self) -> bool {
        match self {
            Self::Fax | Self::Machine | Self::MachineReady => true,
            Self::Unknown | Self::Human | Self::Screening => false,
        }
    }
}
