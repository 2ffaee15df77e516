//! What time asks of a workspace's calls.

use outdial_domain::Timestamp;

use super::{CallRow, Calls};
use crate::StoreError;
use crate::db::params;

impl Calls<'_, '_> {
    /// Planned calls that may be dialled now, by due time; those of paused runs wait.
    ///
    /// # Errors
    /// What the database said.
    pub fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND state = 'planned' AND held = 0 AND due_at <= $2
             ORDER BY due_at, id LIMIT $3",
            params![now, limit],
        )
    }

    /// When the next planned call after `now` becomes due.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_due_after(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT due_at FROM calls WHERE workspace_id = $1 AND state = 'planned' AND held = 0 AND due_at > $2
             ORDER BY due_at LIMIT 1";
        self.tx
            .query_one(sql, params![now])?
            .map(|mut row| row.time())
            .transpose()
    }

    /// Calls whose deadline has passed, earliest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn with_deadline_until(&mut self, now: Timestamp, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND deadline_at IS NOT NULL AND deadline_at <= $2
             ORDER BY deadline_at, id LIMIT $3",
            params![now, limit],
        )
    }

    /// The earliest deadline.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_deadline(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT deadline_at FROM calls WHERE workspace_id = $1 AND deadline_at IS NOT NULL
             ORDER BY deadline_at LIMIT 1";
        self.tx.query_one(sql, &[])?.map(|mut row| row.time()).transpose()
    }
}
