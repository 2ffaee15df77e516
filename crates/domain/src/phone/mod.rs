//! Telephone numbers: read from what people type, kept in E.164, shown masked unless asked otherwise.
//!
//! Nothing is guessed. The default region is used for national-format input only; input that could mean two
//! different numbers, carries an extension, or has stray characters is refused with a sentence that says why.

mod error;
mod kind;
mod notation;
mod number;
mod parse;
mod region;

pub use error::PhoneError;
pub use kind::NumberKind;
pub use number::PhoneNumber;
pub use region::is_region;

#[cfg(test)]
mod tests;
