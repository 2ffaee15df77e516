//! What an agent's own phone is.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Where a phone stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "phase")]
pub enum Phase {
    /// About to be rung.
    Calling,
    /// It rings.
    Ringing,
    /// Its audio flows, or did until a moment ago.
    Here,
    /// It dropped, and is rung again then.
    Waiting {
        /// When.
        until: Timestamp,
    },
    /// It is rung when the agent asks for it.
    Gone {
        /// Why it is not here.
        why: Problem,
    },
}

/// Why a phone is not here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "problem", content = "sentence")]
pub enum Problem {
    /// Nobody picked it up.
    NoAnswer,
    /// It is busy.
    Busy,
    /// It was hung up.
    HungUp,
    /// It cannot be rung, in these words.
    Refused(String),
}

/// What the machine is told beside the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ctx {
    /// The present.
    pub now: Timestamp,
    /// Somebody is to be put through to the agent, or is.
    pub need: Need,
}

/// Whether the agent's audio is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Somebody is to be put through to the agent, or is.
    Needed,
    /// The agent pauses.
    Idle,
}

/// An agent's own phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handset {
    /// Where it stands.
    pub phase: Phase,
    /// How often in a row it was rung by itself.
    pub tries: u32,
}

impl Handset {
    /// When to look at it again if nothing happens. A call that rings has an end of its own.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        match &self.phase {
            Phase::Waiting { until } => Some(*until),
            Phase::Calling | Phase::Ringing | Phase::Here | Phase::Gone { .. } => None,
        }
    }

    /// What the agent reads about a phone that is not here.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        match &self.phase {
            Phase::Gone { why } => Some(why.sentence()),
            Phase::Waiting { .. } => Some(DROPPED.to_owned()),
            Phase::Calling | Phase::Ringing | Phase::Here => None,
        }
    }
}

impl Problem {
    fn sentence(&self) -> String {
        let fixed = match self {
            Self::Refused(sentence) => return sentence.clone(),
            Self::NoAnswer => "Your phone was not picked up.",
            Self::Busy => "Your phone is busy.",
            Self::HungUp => "Your phone was hung up.",
        };
        fixed.to_owned()
    }
}

const DROPPED: &str = "Your phone dropped; it is rung again in a moment.";
