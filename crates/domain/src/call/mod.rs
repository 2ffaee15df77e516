//! The life of one call: a pure machine fed by the engine and by the carrier.
//!
//! ```text
//!  planned -> dialing -> ringing -> waiting -> connected -> ended(outcome)
//!     |        |  ^         \          \-> voicemail ----/
//!     |        v  |          \--> ended(no_answer | busy | failed | canceled)
//!     |      unknown  (fate of the dial not known: asked of the carrier, then adopted or released)
//!     \--> ended(blocked | canceled)
//! ```
//!
//! Carrier events arrive late, twice and out of order. What they report is therefore kept as [`Facts`], which
//! merge in any order to the same value; the state is read off the facts and never moves down in rank.
//!
//! Every transition there is, found by walking the machine (a test keeps this list true):
//!
#![doc = include_str!("transitions.md")]

mod action;
mod deadline;
mod event;
mod facts;
mod failure;
mod outcome;
mod placing;
mod policy;
mod report;
mod settle;
mod state;
mod step;
mod take_over;

pub use action::Action;
pub use event::{Event, LegStatus, Progress};
pub use facts::{Cost, Facts, LegAt, Terminal};
pub use failure::{Blame, CallFailure, Retry};
pub use outcome::Outcome;
pub use policy::{Ctx, OnMachine, Policy, Treatment};
pub use state::{AmdVerdict, State};
pub use step::{Call, Effect, Step, Why, step};

#[cfg(test)]
mod tests;
