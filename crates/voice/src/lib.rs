//! Voice agents as documents: what a host of agents is told, what tools look like to a model, and agents as files.
//!
//! The rules of agents are in `domain`; here they are put into the words of others. [`realtime`] holds talks itself, over
//! a WebSocket to a speech model; nothing else here does IO.

mod diff;
mod document;
mod files;
#[cfg(test)]
mod official;
mod replies;
mod schema;
mod shipped;

pub mod realtime;

pub use diff::{DiffKind, DiffLine, diff, diff_documents};
pub use document::{HandOver, assistant};
pub use files::{AgentFiles, FilesFault, read_files, write_files};
pub use replies::{
    CALLED_OFF, FAREWELL, NEVER_AGAIN, NOT_INTERESTED, Offer, TAKEN_OVER, booked, called_again, moved,
    offered, on_its_way,
};
pub use schema::{parameters, result_schema};
pub use shipped::{APPOINTMENTS, shipped};
