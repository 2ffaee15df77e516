//! How a transfer ended, and why one failed.

use serde::{Deserialize, Serialize};

/// How a transfer ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "end", content = "why")]
pub enum End {
    /// The callee is with the third.
    Completed,
    /// The agent thought better of it; the callee is with the agent.
    Cancelled,
    /// It came to nothing.
    Failed(Failure),
}

/// Why a transfer failed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "failure", content = "sentence")]
pub enum Failure {
    /// Nobody took it in time.
    NoAnswer,
    /// The number is busy.
    Busy,
    /// The colleague would rather not.
    Declined,
    /// The colleague cannot take anybody now.
    NotFree,
    /// A rule objects, in these words.
    Refused(String),
    /// The number could not be reached, in these words.
    Unreachable(String),
    /// The third hung up.
    HungUp,
    /// The third's audio stopped and did not come back.
    Lost,
    /// The two could not be put together.
    NotTaken,
    /// The callee hung up meanwhile.
    CalleeLeft,
    /// The agent was lost meanwhile.
    AgentLeft,
    /// The process that held the audio ended.
    Restarted,
}

impl Failure {
    /// What the agent reads.
    #[must_use]
    pub fn sentence(&self) -> String {
        let fixed = match self {
            Self::Refused(sentence) | Self::Unreachable(sentence) => return sentence.clone(),
            Self::NoAnswer => "Nobody answered; the callee is back with you.",
            Self::Busy => "The number is busy; the callee is back with you.",
            Self::Declined => "Your colleague declined; the callee is back with you.",
            Self::NotFree => "Your colleague cannot take anybody now; the callee is back with you.",
            Self::HungUp => "The other side hung up; the callee is back with you.",
            Self::Lost => "The other side's audio was lost; the callee is back with you.",
            Self::NotTaken => "The two could not be put together; the callee is back with you.",
            Self::CalleeLeft => "The callee hung up meanwhile.",
            Self::AgentLeft => "Your audio was lost before anybody was there to take the callee.",
            Self::Restarted => "The server ended meanwhile.",
        };
        fixed.to_owned()
    }

    /// The word in the timeline.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::Busy => "busy",
            Self::Declined => "declined",
            Self::NotFree => "not_free",
            Self::Refused(_) => "refused",
            Self::Unreachable(_) => "unreachable",
            Self::HungUp => "hung_up",
            Self::Lost => "lost",
            Self::NotTaken => "not_taken",
            Self::CalleeLeft => "callee_left",
            Self::AgentLeft => "agent_left",
            Self::Restarted => "restarted",
        }
    }
}
