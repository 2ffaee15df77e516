//! Performing instructions on a live call: talking, asking, bridging, waiting, in real (or virtual) time.

mod bridge;
mod fetch;
mod gather;
mod hearing;
mod join;
mod opening;
mod queue;
mod script;
mod speak;
mod stage;
mod stream;

pub(crate) use hearing::Hearing;
pub(crate) use opening::Opening;
pub(crate) use queue::QueueBook;
pub(crate) use script::{Fetch, Hold, Script};
pub(crate) use stage::Stage;
