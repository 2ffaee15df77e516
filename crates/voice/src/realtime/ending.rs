//! Why a talk ended.

use outdial_domain::voice_agent::Finding;

/// Why a talk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The callee hung up.
    CalleeLeft,
    /// The agent said goodbye.
    AgentLeft,
    /// A person has taken over.
    HandedOver,
    /// Nobody said anything for too long.
    Silence,
    /// The longest time was over.
    TooLong,
    /// One of us called it off.
    CalledOff,
    /// The model could not be reached, left, or stopped answering.
    ModelLost {
        /// In a word.
        why: String,
    },
}

impl Ending {
    /// In a word that is kept with the talk.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::CalleeLeft => "callee-hung-up".to_owned(),
            Self::AgentLeft => "agent-said-goodbye".to_owned(),
            Self::HandedOver => "handed-over".to_owned(),
            Self::Silence => "silence".to_owned(),
            Self::TooLong => "longest-time-over".to_owned(),
            Self::CalledOff => "called-off".to_owned(),
            Self::ModelLost { why } => format!("model-lost: {why}"),
        }
    }

    /// In words that all hosts share; `heard` when either of the two was heard.
    #[must_use]
    pub const fn finding(&self, heard: bool) -> Finding {
        match self {
            // Whoever left before the first word was not reached.
            Self::CalleeLeft if !heard => Finding::NoAnswer,
            Self::CalleeLeft | Self::AgentLeft | Self::HandedOver | Self::Silence | Self::TooLong => {
                Finding::Talked
            }
            Self::CalledOff => Finding::Canceled,
            Self::ModelLost { .. } if heard => Finding::BrokenOff,
            Self::ModelLost { .. } => Finding::NotConnected,
        }
    }
}
