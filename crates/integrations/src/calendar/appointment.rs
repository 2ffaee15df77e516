//! An appointment on its way into a calendar.

use outdial_domain::booking::Span;

/// An appointment to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAppointment {
    /// Our id for it, by which it is found again.
    pub reference: String,
    /// When.
    pub when: Span,
    /// Whose.
    pub name: String,
    /// Their mail address.
    pub email: Option<String>,
    /// Their number, E.164.
    pub phone: Option<String>,
    /// Their IANA time zone.
    pub zone: String,
    /// What was said about it.
    pub notes: Option<String>,
}

/// An appointment that stands in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The calendar's id of it.
    pub uid: String,
    /// When it is.
    pub when: Span,
}

/// Why a calendar did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Somebody else has the time.
    #[error("that time is no longer free")]
    Taken,
    /// It will answer every repetition like this.
    #[error("the calendar refused: {0}")]
    Refused(String),
    /// It did nothing; a later try may succeed.
    #[error("the calendar cannot be reached: {0}")]
    Unavailable(String),
    /// It may or may not have done it: look it up before trying again.
    #[error("the calendar did not say whether it did it: {0}")]
    Uncertain(String),
}
