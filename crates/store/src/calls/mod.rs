//! Calls: one row for each attempt to reach one number.

mod archive;
mod campaign;
mod due;
mod filter;
mod find;
mod history;
mod insert;
mod kept;
mod list;
#[cfg(test)]
mod plans;
mod query;
mod remark;
mod row;
pub(crate) mod search;
mod seen;
mod update;

pub use archive::Archived;
pub use filter::{CallFilter, Direction, Sort, SortKey, StateFilter};
pub use history::NumberHistory;
pub(crate) use kept::KeptCalls;
pub(crate) use row::{CALL_COLUMNS, read_call};
pub use row::{CallRecording, CallRow};
pub(crate) use seen::Seen;

use crate::workspace::Tx;

/// Calls of a workspace.
pub struct Calls<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}
