//! An agent signed in to a campaign: a pure machine over the agent's browser and the callee who is with them.
//!
//! ```text
//!  joining -> paused <-> ready ------------> (reserved) -> on_call -> wrap_up -> ready | paused
//!                 \________\-> dialing ->---/
//!     \________\___________\____________\___________\_________\-> offline(why)
//! ```
//!
//! The agent's leg stays up between calls; callees come and go. Each state in which something is awaited ends by
//! itself: a browser that never comes, a leg that does not arrive, a callee whose audio stopped, an agent who has gone.
//! A seat is *reserved* from the moment a callee is promised to it until that callee's audio is in. While it is ready a lead
//! may be *shown* to its agent; it is *dialing* while a call rings that is made for it alone.
//!
//! Every transition there is, found by walking the machine (a test keeps this list true):
//!
#![doc = include_str!("transitions.md")]

mod deadline;
mod event;
mod own;
mod passing;
mod reason;
mod standing;
mod state;
mod step;
mod talk;

pub use event::{Action, Event, Next};
pub use reason::{End, PauseReason};
pub use standing::Standing;
pub use state::{Ctx, Limits, Offer, Policy, Seat, State};
pub use step::{Effect, Step, Why, step};

#[cfg(test)]
mod tests;
