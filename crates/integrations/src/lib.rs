//! Outside services other than phone networks: a language model, calendars, mail, and programs that are told of what
//! happens here.

pub mod calendar;
mod exchange;
pub mod hooks;
mod instant;
pub mod language_model;
pub mod mail;
#[cfg(test)]
mod stand_in;
