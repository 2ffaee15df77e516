//! Talks in motion: a WebSocket to the model on one side, a line to the callee on the other.
//!
//! [`hold`] runs one talk from the connection to the report. It decides nothing: the machine ([`super::Session`]) does.
//! Nothing here waits without a bound, and what comes too late to be heard is dropped and counted.

mod connect;
mod endpoint;
mod hold;
mod line;
mod outbox;
mod player;
mod pulse;
mod reach;

pub use connect::knock;
pub use endpoint::{BadAddress, Endpoint};
pub use hold::{Held, hold};
pub use line::{Gone, Line, Tools};
pub use reach::{Reach, Wire};
