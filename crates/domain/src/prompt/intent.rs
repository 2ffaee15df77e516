//! What somebody wants done.

use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;
use crate::time::Timestamp;

/// What somebody wants done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "intent")]
pub enum Intent {
    /// Call these numbers.
    Call {
        /// Whom to call, in the order named; at least one.
        numbers: Vec<NumberMention>,
        /// What to say; the workspace's message when absent.
        message: Option<String>,
        /// When; at once when absent.
        #[serde(with = "super::rfc3339")]
        at: Option<Timestamp>,
    },
    /// Never call these numbers again.
    DoNotCall {
        /// Whom to leave alone; at least one.
        numbers: Vec<NumberMention>,
    },
    /// Call off what was asked for.
    Cancel {
        /// The calls to these numbers; every call that has not been dialled yet when empty.
        numbers: Vec<NumberMention>,
    },
    /// End every live call.
    HangUpAll,
    /// Tell how it is going.
    Status,
    /// Dial nobody else until resumed.
    PauseRuns,
    /// Go on dialling.
    ResumeRuns,
}

/// A number as it was written, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "MentionWire", into = "MentionWire")]
pub struct NumberMention {
    /// The words of the command.
    pub text: String,
    /// The number, or why it is none.
    pub phone: Result<PhoneNumber, NumberProblem>,
}

/// Why what was written is not a number to dial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberProblem {
    /// The stable code that programs compare.
    pub code: String,
    /// One sentence for the person who wrote it.
    pub message: String,
}

/// A command that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// What is wanted.
    #[serde(flatten)]
    pub intent: Intent,
    /// Which words said so, in their order.
    pub spans: Vec<Span>,
}

/// A stretch of the command's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte (UTF-8).
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it contributes.
    pub role: Role,
}

/// What a stretch of text contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What to do.
    Verb,
    /// A phone number.
    Number,
    /// What to say.
    Message,
    /// When.
    Time,
}

impl Intent {
    /// Every number it names.
    #[must_use]
    pub fn numbers(&self) -> &[NumberMention] {
        match self {
            Self::Call { numbers, .. } | Self::DoNotCall { numbers } | Self::Cancel { numbers } => numbers,
            Self::HangUpAll | Self::Status | Self::PauseRuns | Self::ResumeRuns => &[],
        }
    }
}

/// The flat JSON form: `phone` is null where `code` and `reason` say why.
#[derive(Serialize, Deserialize)]
struct MentionWire {
    text: String,
    phone: Option<PhoneNumber>,
    code: Option<String>,
    reason: Option<String>,
}

impl From<NumberMention> for MentionWire {
    fn from(mention: NumberMention) -> Self {
        let (phone, problem) = match mention.phone {
            Ok(phone) => (Some(phone), None),
            Err(problem) => (None, Some(problem)),
        };
        let (code, reason) = problem.map(|problem| (problem.code, problem.message)).unzip();
        Self {
            text: mention.text,
            phone,
            code,
            reason,
        }
    }
}

impl From<MentionWire> for NumberMention {
    fn from(wire: MentionWire) -> Self {
        let problem = || NumberProblem {
            code: wire.code.unwrap_or_default(),
            message: wire.reason.unwrap_or_default(),
        };
        Self {
            text: wire.text,
            phone: wire.phone.ok_or_else(problem),
        }
    }
}
