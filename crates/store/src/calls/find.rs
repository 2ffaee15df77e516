//! Single calls, and calls by what they wait for.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, LeadId, RunId};

use super::{CALL_COLUMNS, CallRow, Calls, read_call};
use crate::StoreError;
use crate::counters;
use crate::db::{Param, params};

impl Calls<'_, '_> {
    /// The call with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &CallId) -> Result<Option<CallRow>, StoreError> {
        if let Some(row) = self.tx.kept_call(id) {
            self.tx.seen.note(&row);
            return Ok(Some(row));
        }
        let found = self
            .select("WHERE workspace_id = $1 AND id = $2", params![id])?
            .pop();
        if let Some(row) = &found {
            self.tx.seen.note(row);
            self.tx.keep_call(row);
        }
        Ok(found)
    }

    /// The call with this leg, by the carrier's id.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_leg(&mut self, leg: &str) -> Result<Option<CallRow>, StoreError> {
        let rest = "WHERE workspace_id = $1 AND leg = $2 ORDER BY created_at DESC LIMIT 1";
        let found = self.select(rest, params![leg])?.pop();
        if let Some(row) = &found {
            self.tx.seen.note(row);
        }
        Ok(found)
    }

    /// Calls that may be occupying a line, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn live(&mut self, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND live = 1 ORDER BY created_at, id LIMIT $2",
            params![limit],
        )
    }

    /// How many calls may be occupying a line.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_count(&mut self) -> Result<u64, StoreError> {
        counters::live_count(self.tx)
    }

    /// Calls that wait to be dialled, of one run or of all, oldest first; those of paused runs too.
    ///
    /// # Errors
    /// What the database said.
    pub fn planned(&mut self, run: Option<&RunId>, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        match run {
            Some(run) => self.select(
                "WHERE workspace_id = $1 AND run_id = $2 AND state = 'planned' ORDER BY created_at, id LIMIT $3",
                params![run, limit],
            ),
            None => self.select(
                "WHERE workspace_id = $1 AND archived = 0 AND state = 'planned' ORDER BY created_at, id LIMIT $2",
                params![limit],
            ),
        }
    }

    /// The calls made to a lead, the newest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead(&mut self, lead: &LeadId, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND lead_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3",
            params![lead, limit],
        )
    }

    /// Calls made to a lead before this moment, the newest first. `id` tells calls of one moment apart.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_lead_before(
        &mut self,
        lead: &LeadId,
        at: Timestamp,
        id: &str,
        limit: u32,
    ) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND lead_id = $2 AND (created_at, id) < ($3, $4)
             ORDER BY created_at DESC, id DESC LIMIT $5",
            params![lead, at, id, limit],
        )
    }

    pub(super) fn select(&mut self, rest: &str, params: &[Param<'_>]) -> Result<Vec<CallRow>, StoreError> {
        let rows = self
            .tx
            .query(&format!("SELECT {CALL_COLUMNS} FROM calls {rest}"), params)?;
        rows.into_iter().map(read_call).collect()
    }
}
