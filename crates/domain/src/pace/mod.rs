//! How many lines to dial now: one question, one answer, whatever the mode.
//!
//! A pacer looks at counted facts only ([`Facts`]: seats, lines with their ages, the abandon account) and answers "dial n
//! now" or "ask again at T", with a sentence that says why. Pacers that learn (how long phones ring, how long talks last)
//! find what they need in the same facts: each line and each busy seat comes with its age, and what ended since the last
//! question is told as well.

mod agentless;
mod by_hand;
mod day_budget;
mod facts;
mod losers;
mod pacer;
mod per_seat;
mod pulse;

pub use facts::{BusySeat, EndedLine, Facts, Line, LinePhase, SeatPhase};
pub use losers::{Losers, losers};
pub use pacer::{Answer, Order, Pacer, pacer_of};
pub use pulse::{PulseFacts, pulse};

#[cfg(test)]
mod tests;
