//! What a room refuses.

use crate::dtmf::DigitsError;

/// Why an order to a room was not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// As many are here as a room takes.
    #[error("the room is full")]
    Full,
    /// Somebody has this seat already.
    #[error("the participant is here already")]
    AlreadyHere,
    /// Nobody of this name is here.
    #[error("the participant is not in the room")]
    NotHere,
    /// A coach needs somebody else to speak to.
    #[error("a coach speaks to another participant who is in the room")]
    NobodyToCoach,
    /// The digits cannot be sent.
    #[error(transparent)]
    Digits(#[from] DigitsError),
    /// Digits are still being sent, and these do not fit behind them.
    #[error("too many digits are waiting to be sent")]
    TooManyDigits,
}
