//! Calls that the writer met lately, as they are stored: the reports of a call follow one another within seconds, and
//! reading its row again for each of them costs more than all that is then decided.
//!
//! Only beside a database that nobody else writes calls to. A call is never in here unless it is stored like this in
//! the open transaction or for good: whatever undoes a statement forgets them all.

use std::collections::HashMap;

use outdial_domain::ids::{CallId, WorkspaceId};

use super::CallRow;
use crate::db::Dialect;

/// Rows of calls by their ids.
#[derive(Debug)]
pub(crate) struct KeptCalls {
    rows: HashMap<CallId, (WorkspaceId, CallRow)>,
    /// Nothing is kept beyond this many.
    most: usize,
}

impl KeptCalls {
    /// For a connection that reads, beside which others write.
    pub(crate) fn none() -> Self {
        Self {
            rows: HashMap::new(),
            most: 0,
        }
    }

    /// For the connection that writes.
    pub(crate) fn of_writer(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self {
                rows: HashMap::new(),
                most: KEPT_MAX,
            },
            // Another process may write to the same server.
            Dialect::Postgres => Self::none(),
        }
    }

    pub(crate) fn get(&self, workspace: &WorkspaceId, id: &CallId) -> Option<&CallRow> {
        let (owner, row) = self.rows.get(id)?;
        (owner == workspace).then_some(row)
    }

    /// Keeps a row that was just read.
    pub(crate) fn keep(&mut self, workspace: &WorkspaceId, row: &CallRow) {
        if self.most == 0 {
            return;
        }
        if self.rows.len() >= self.most {
            self.rows.clear();
        }
        self.rows.insert(row.id.clone(), (workspace.clone(), row.clone()));
    }

    /// Follows an update: takes over what an update stores, and nothing else that the row may say.
    pub(crate) fn follow(&mut self, row: &CallRow) {
        let Some((_, kept)) = self.rows.get_mut(&row.id) else {
            return;
        };
        kept.account_id.clone_from(&row.account_id);
        kept.caller_id.clone_from(&row.caller_id);
        kept.call.clone_from(&row.call);
        kept.deadline_at = row.deadline_at;
        kept.updated_at = row.updated_at;
        kept.ended_at = row.ended_at;
        kept.warning.clone_from(&row.warning);
        kept.revision = row.revision;
    }

    /// The row was changed in a way that is not followed.
    pub(crate) fn forget(&mut self, id: &CallId) {
        self.rows.remove(id);
    }

    /// What was written may be undone, or rows were changed that nobody named.
    pub(crate) fn forget_all(&mut self) {
        self.rows.clear();
    }
}

/// More calls than are in the air at once on most machines; about 3 MB.
const KEPT_MAX: usize = 2_048;
