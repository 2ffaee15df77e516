//! The rules of outbound calling, as pure functions over values: no IO, no clock, no async, no randomness.

pub mod call;
pub mod ids;
pub mod instruction;
pub mod settings;
pub mod time;

pub use time::Timestamp;
