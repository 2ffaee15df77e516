//! Why a model's answer does not count.

use std::time::Duration;

use outdial_domain::prompt::{NotUnderstood, Stray};

/// Why a model's answer does not count; the display is a reason for people, without what the text said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It took too long.
    #[error("the language model did not answer within {} s", .0.as_secs_f32())]
    TimedOut(Duration),
    /// No connection, or it broke.
    #[error("the language model cannot be reached: {0}")]
    Unreachable(String),
    /// It asks for fewer requests, or the account is out of credit.
    #[error("the language model takes no more requests at present")]
    RateLimited,
    /// The key is wrong or may not use the model.
    #[error("the language model rejected the key")]
    KeyRejected,
    /// Any other error answer.
    #[error("the language model answered with status {0}")]
    Status(u16),
    /// The answer is larger than any honest one.
    #[error("the language model's answer is too long")]
    TooLong,
    /// It declined to answer.
    #[error("the language model declined to answer")]
    Declined,
    /// It stopped before the end of its answer (`length`, `content_filter`, ...).
    #[error("the language model broke off ({0})")]
    BrokeOff(String),
    /// The answer is not what was asked for.
    #[error("the language model's answer is malformed: {0}")]
    Malformed(String),
    /// It says that it did not understand.
    #[error("the language model did not understand the command")]
    NotUnderstood,
    /// Its numbers are not those of the text.
    #[error("the language model changed the numbers")]
    Numbers(#[from] Stray),
    /// The text contains a negation that the answer ignores.
    #[error("the language model overlooked the word {0:?}")]
    Negation(String),
    /// Its time makes no sense.
    #[error("the language model gave an impossible time")]
    Time(NotUnderstood),
}
