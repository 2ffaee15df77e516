//! Why an appointment was not made, as the API says it.

use outdial_engine::BookError;

use crate::http::problem::{Problem, ProblemCode};

/// The problem for an error.
pub fn refuse(why: BookError) -> Problem {
    let sentence = {
        let text = why.to_string();
        let mut signs = text.chars();
        let first = signs.next().map(|sign| sign.to_uppercase().to_string());
        format!("{}{}.", first.unwrap_or_default(), signs.as_str())
    };
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
