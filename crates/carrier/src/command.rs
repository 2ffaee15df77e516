//! Why an order about an existing leg, or a question, got no answer.

use outdial_domain::call::CallFailure;

/// Why a command or a question failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The carrier understood and refused.
    #[error("{}", .0.message)]
    Rejected(CallFailure),
    /// The carrier did not answer in a usable way, and may have done what it was told.
    #[error("the carrier is not available: {why}")]
    Unavailable {
        /// What went wrong.
        why: String,
    },
    /// Too fast; trying again after a wait is safe.
    #[error("the carrier asks to slow down")]
    RateLimited {
        /// How long to wait, if the carrier says.
        retry_after_ms: Option<i64>,
    },
}
