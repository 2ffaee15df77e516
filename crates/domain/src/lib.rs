//! The rules of outbound calling, as pure functions over values: no IO, no clock, no async, no randomness.

pub mod abandon;
pub mod automation;
pub mod booking;
pub mod call;
pub mod campaign;
pub mod handset;
pub mod ids;
pub mod instruction;
pub mod invariants;
pub mod leads;
pub mod list;
pub mod mail;
mod money;
pub mod pace;
pub mod pacing;
pub mod phone;
pub mod prompt;
pub mod report;
pub mod retry;
pub mod room;
pub mod rules;
pub mod seat;
pub mod settings;
pub mod time;
pub mod transfer;
#[cfg(test)]
mod transitions;
pub mod voice_agent;
pub mod zones;

pub use phone::{NumberKind, PhoneError, PhoneNumber};
pub use time::Timestamp;
