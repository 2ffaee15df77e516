//! Why an appointment was not made, as the API says it.

use outdial_engine::BookError;

use crate::http::problem::{Problem, ProblemCode};

/// The problem for an error.
pub fn refuse(why: BookError) -> Problem {
    let sentence = why.sentence();
    match why {
        BookError::Store(why) => why.into(),
        BookError::NoSuchBooking => ProblemCode::BookingNotFound.into(),
        BookError::NotOffered(_) => Problem::new(ProblemCode::BookingNotOffered).detail(sentence),
        BookError::BadTime(_) | BookError::NoTime => Problem::invalid_field("start", sentence),
        BookError::NoName => Problem::invalid_field("name", sentence),
        BookError::BadEmail => Problem::invalid_field("email", sentence),
        BookError::Taken | BookError::AlreadyBooked(_) | BookError::CalledOff => {
            Problem::new(ProblemCode::BookingConflict).detail(sentence)
        }
        BookError::Doubtful(_) => Problem::new(ProblemCode::BookingDoubtful).detail(sentence),
        BookError::Refused(_) | BookError::Unavailable(_) | BookError::NotSetUp => {
            Problem::new(ProblemCode::CalendarFailed).detail(sentence)
        }
    }
}
