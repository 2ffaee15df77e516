//! A conversation of one agent's browser with one callee: a pure machine over two legs that may come and go.
//!
//! ```text
//!  opening -> dialing -> ringing -> connected -> ended(why)
//!     \          \          \______________________/
//!      \__________\___________________________________/
//! ```
//!
//! The agent comes first: the callee's phone is rung when the browser's audio is in, so that nobody who answers meets
//! silence. A leg that is lost keeps its seat for a while: a page that is reloaded finds the callee still there.

mod bridge;
mod event;
mod phase;
mod presence;
mod state;
mod step;

pub use bridge::Bridge;
pub use event::{Action, Event};
pub use phase::{End, Phase};
pub use presence::Presence;
pub use state::{Limits, Room};
pub use step::{Step, step};

#[cfg(test)]
mod tests;
