//! The store's threads: closures queue up, one writer commits many of them together, readers run beside it.
//! In simulations closures run on their callers' threads instead.

mod inline;
mod job;
mod queue;
mod reader;
mod reply;
mod room;
mod savepoints;
mod session;
mod threads;
mod writer;

pub(crate) use inline::Inline;
pub(crate) use job::{Job, Once, Repeatable, Task, Work};
pub(crate) use queue::JobQueue;
pub(crate) use reader::run_reader;
pub(crate) use reply::{Mode, reply};
pub(crate) use session::Session;
pub(crate) use threads::{Threads, spawn};
pub(crate) use writer::run_writer;
