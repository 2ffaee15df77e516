//! An agent's own phone as the audio of their seat: a pure machine over one leg that is rung, stays up between calls, and
//! is rung again when it drops.
//!
//! ```text
//!  calling -> (ringing) -> here -> waiting -> calling ...
//!     \___________\__________\________\-> gone(problem) -> calling, when asked
//! ```
//!
//! A phone that was here and dropped is rung again by itself, a few times and less often each time, as long as the agent
//! is needed; whoever does not take it is left in peace until they ask.
//!
//! Every transition there is, found by walking the machine (a test keeps this list true):
//!
#![doc = include_str!("transitions.md")]

mod state;
mod step;

pub use state::{Ctx, Handset, Need, Phase, Problem};
pub use step::{Action, Event, Step, begin, step};

#[cfg(test)]
mod tests;
