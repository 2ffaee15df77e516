//! The store's threads: closures queue up, one writer commits many of them together, readers run beside it.

mod job;
mod queue;
mod reader;
mod reply;
mod savepoints;
mod session;
mod writer;

pub(crate) use job::{Job, Task};
pub(crate) use queue::JobQueue;
pub(crate) use reader::run_reader;
pub(crate) use reply::{Mode, reply};
pub(crate) use session::Session;
pub(crate) use writer::run_writer;
