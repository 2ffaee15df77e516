//! Somebody answered a campaign's call: who is it, and who talks to them? A pure machine from the answer to one of four
//! ends, fed by reports that come in any order, and twice.
//!
//! ```text
//!  unanswered -> judging -> wanting -> served
//!                   |          \-> abandoned
//!                   \-> machine      (any of the first three) -> gone
//! ```
//!
//! Every transition there is, found by walking the machine (a test keeps this list true):
//!
#![doc = include_str!("transitions.md")]

mod ctx;
mod event;
mod state;
mod step;

pub use ctx::Ctx;
pub use event::{Action, By, Event};
pub use state::{End, Waiting};
pub use step::{Effect, Step, Why, step};

#[cfg(test)]
mod tests;
