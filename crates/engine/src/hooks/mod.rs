//! Tells other programs what happened: written down with it, and sent until they have taken it.

mod announce;
mod deliver;

pub use announce::{EVENTS, HookEvent};
pub(crate) use announce::{announce, call_ended};
pub(crate) use deliver::run;
