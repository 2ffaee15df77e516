//! Talks of voice agents: every request is done once and answered, and every talk ends with a result for its lead.

mod aloud;
mod browser;
mod calendar;
mod callee;
mod fetched;
mod handed_over;
mod hours;
mod letters;
mod own;
mod settling;
mod stage;
mod tools;

pub use stage::report;
