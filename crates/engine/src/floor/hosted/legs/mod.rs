//! Who is in a carrier's room.

mod tally;
#[cfg(test)]
mod tests;

pub(in crate::floor) use tally::{CALLEE, Moved, Who};
pub(super) use tally::{Legs, agent_label};
