//! Why an appointment was not made.

use outdial_domain::booking::NotAMoment;
use outdial_domain::ids::BookingId;
use outdial_integrations::calendar::{CalendarError, SlotTokenError};
use outdial_store::{BookingRow, StoreError};

/// Why an appointment was not made, moved or called off. The display is a sentence that a voice agent can act on.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Follow-up is not set up in this process.
    #[error("appointments cannot be made here")]
    NotSetUp,
    /// The time was not offered, or the offer is too old.
    #[error(transparent)]
    NotOffered(#[from] SlotTokenError),
    /// The time cannot be read.
    #[error(transparent)]
    BadTime(#[from] NotAMoment),
    /// No time was named.
    #[error("name the time that was chosen: the token of an offered time")]
    NoTime,
    /// The name is missing.
    #[error("ask for the name of the person")]
    NoName,
    /// What was given as a mail address is none.
    #[error("that is no mail address; ask for it again and spell it back")]
    BadEmail,
    /// Somebody else has the time.
    #[error("that time is no longer free; offer another one")]
    Taken,
    /// The same call made an appointment already.
    #[error("{}", ALREADY_BOOKED)]
    AlreadyBooked(Box<BookingRow>),
    /// There is no such appointment.
    #[error("there is no such appointment")]
    NoSuchBooking,
    /// It is called off.
    #[error("that appointment is called off")]
    CalledOff,
    /// It is being made at this moment, or nobody knows yet whether it was.
    #[error("the calendar has not confirmed it yet; a confirmation follows by mail")]
    Doubtful(BookingId),
    /// The calendar will not do it.
    #[error("{0}")]
    Refused(String),
    /// The calendar cannot be reached; nothing was done.
    #[error("the calendar cannot be reached at present")]
    Unavailable(String),
    /// The store failed.
    #[error("the appointment could not be stored")]
    Store(#[from] StoreError),
}

impl BookError {
    /// The display as a whole sentence: it begins with a capital and ends with a full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        whole_sentence(&self.to_string())
    }

    /// What a calendar's failure means for whoever asked; `doubtful` is what a doubt is about.
    pub(super) fn of(error: CalendarError, doubtful: &BookingId) -> Self {
        match error {
            CalendarError::Taken => Self::Taken,
            CalendarError::Refused(why) => Self::Refused(why),
            CalendarError::Unavailable(why) => Self::Unavailable(why),
            CalendarError::Uncertain(_) => Self::Doubtful(doubtful.clone()),
        }
    }
}

/// Begins with a capital and ends with a full stop.
pub(crate) fn whole_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!(
        "{}{}.",
        first.unwrap_or_default(),
        letters.as_str().trim_end_matches('.')
    )
}

/// The same call made an appointment already.
pub(crate) const ALREADY_BOOKED: &str =
    "this call has booked an appointment already; move it instead of booking another";
