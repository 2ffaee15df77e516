//! What time asks of a workspace's calls.

use outdial_domain::Timestamp;
use outdial_domain::ids::CarrierAccountId;

use super::{CallRow, Calls};
use crate::StoreError;
use crate::db::params;

impl Calls<'_, '_> {
    /// Planned calls that may be dialled now through one carrier account, by due time; those of paused runs wait. Calls
    /// that name no account belong to `default`.
    ///
    /// # Errors
    /// What the database said.
    pub fn due_through(
        &mut self,
        account: &CarrierAccountId,
        default: &CarrierAccountId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND state = 'planned' AND held = 0 AND due_at <= $2
             AND COALESCE(account_id, $3) = $4 ORDER BY due_at, id LIMIT $5",
            params![now, default, account, limit],
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
