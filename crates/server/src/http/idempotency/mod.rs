//! `Idempotency-Key`: the same request twice has one effect and one answer.
//!
//! The answer is stored under key, actor and operation. An operation whose effect must not be repeated even when the
//! process dies between the effect and the answer takes [`RequestBits`] and stores what it made under them.

mod answer;
mod bits;
mod in_flight;
mod layer;

pub use bits::RequestBits;
pub use in_flight::InFlight;
pub use layer::idempotency;
