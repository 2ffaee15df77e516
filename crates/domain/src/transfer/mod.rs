//! An agent passes a callee on: a pure machine over the one who is to take them, beside the machine of the seat.
//!
//! ```text
//!  calling -> (ringing) -> consulting <-> joined -> handing -> over(completed)
//!     \___________\____________\____________\__________\-> over(cancelled | failed)
//! ```
//!
//! A *third* party takes the callee: a colleague on a seat, or somebody at a number. A *blind* transfer hands the callee
//! over as soon as the third is there; a *warm* one lets the agent talk to them first. Until it is over the callee
//! belongs to the agent's seat: whatever fails, the callee is with the agent again, and a reason says what failed. An
//! agent who is lost for good while the third is there leaves the two together.
//!
//! Every transition there is, found by walking the machine (a test keeps this list true):
//!
#![doc = include_str!("transitions.md")]

mod deadline;
mod event;
mod failure;
mod state;
mod step;

pub use event::{Action, Event};
pub use failure::{End, Failure};
pub use state::{Ctx, Kind, Limits, Phase, Side, Transfer, Whom};
pub use step::{Effect, Step, Why, begin, step};

#[cfg(test)]
mod tests;
