//! Where a talk stands: its phase, what the server is doing for it, and what tools are.

use outdial_domain::Timestamp;

use super::ending::Ending;

/// Where a talk stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phase {
    /// The server was told what to do and has not yet answered.
    Opening,
    /// The agent says its first words.
    Greeting,
    Talking,
    /// The agent says goodbye.
    Farewell {
        why: Ending,
        until: Timestamp,
    },
    Over,
}

/// What a response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To say the first words.
    Greeting,
    /// To answer the callee, or to go on with what a tool said.
    Answer,
    /// To say goodbye.
    Goodbye,
}

impl Purpose {
    /// Our word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Answer => "answer",
            Self::Goodbye => "goodbye",
        }
    }

    /// What a word of ours means.
    pub fn of(label: &str) -> Option<Self> {
        [Self::Greeting, Self::Answer, Self::Goodbye]
            .into_iter()
            .find(|purpose| purpose.label() == label)
    }
}

/// A response under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Active {
    pub id: String,
    pub purpose: Purpose,
    /// Whether it has said anything.
    pub spoke: bool,
}

/// A tool that was asked and has not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OpenCall {
    pub name: String,
    /// Whether the response that asks for it said something as well.
    pub spoke: bool,
}
