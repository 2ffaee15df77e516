//! Digits as pairs of tones (ITU-T Q.23): spoken to a phone, and heard from one.

mod detector;
mod digit;
mod speaker;

pub use detector::DigitDetector;
pub use digit::{Dialled, Digit, DigitsError, parse};
pub use speaker::DigitSpeaker;
