//! What the engine is to do next, for whichever workspace.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, CarrierAccountId, RoomId, SeatId, WorkspaceId};

use super::SystemTx;
use crate::StoreError;
use crate::db::{Param, Row, params};
use crate::outbox::{OUTBOX_COLUMNS, OutboxRow, read_outbox};
use crate::recordings::{RECORDING_COLUMNS, RecordingRow, read_recording};

/// A call that may be dialled, with the carrier account that it asks for.
pub type DueCall = (WorkspaceId, CallId, Option<CarrierAccountId>);

impl SystemTx<'_> {
    /// Planned calls that may be dialled now, by due time; those of paused runs wait.
    ///
    /// # Errors
    /// What the database said.
    pub fn due_calls(&mut self, now: Timestamp, limit: u32) -> Result<Vec<DueCall>, StoreError> {
        let rows = self.session.query(
            "SELECT workspace_id, id, account_id FROM calls
             WHERE state = 'planned' AND held = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT $2",
            params![now, limit],
        )?;
        let read = |mut row: Row| {
            Ok((
                row.parsed("workspace id")?,
                row.parsed("call id")?,
                row.opt_parsed("carrier account id")?,
            ))
        };
        rows.into_iter().map(read).collect()
    }

    /// When the next planned call after `now` becomes due.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_due_after(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT due_at FROM calls WHERE state = 'planned' AND held = 0 AND due_at > $1
             ORDER BY due_at LIMIT 1";
        self.first_time(sql, params![now])
    }

    /// Calls whose deadline has passed, earliest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn deadlines_until(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, CallId)>, StoreError> {
        let rows = self.session.query(
            "SELECT workspace_id, id FROM calls WHERE deadline_at IS NOT NULL AND deadline_at <= $1
             ORDER BY deadline_at, id LIMIT $2",
            params![now, limit],
        )?;
        rows.into_iter().map(read_call_id).collect()
    }

    /// The earliest deadline of any call.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_deadline(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.first_time(
            "SELECT deadline_at FROM calls WHERE deadline_at IS NOT NULL ORDER BY deadline_at LIMIT 1",
            &[],
        )
    }

    /// Every call that may be occupying a line, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_calls(&mut self) -> Result<Vec<(WorkspaceId, CallId)>, StoreError> {
        let sql = "SELECT workspace_id, id FROM calls WHERE live = 1 ORDER BY created_at, id";
        self.session
            .query(sql, &[])?
            .into_iter()
            .map(read_call_id)
            .collect()
    }

    /// How many calls may be occupying a line.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_count(&mut self) -> Result<u64, StoreError> {
        self.count("SELECT COUNT(*) FROM calls WHERE live = 1", &[])
    }

    /// How many planned calls may be dialled now; those of paused runs are not counted.
    ///
    /// # Errors
    /// What the database said.
    pub fn due_count(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM calls WHERE state = 'planned' AND held = 0 AND due_at <= $1";
        self.count(sql, params![now])
    }

    /// Takes side effects that are to be performed now; nobody else gets them before `until`.
    ///
    /// # Errors
    /// What the database said.
    pub fn lease_outbox(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<(WorkspaceId, OutboxRow)>, StoreError> {
        let sql = format!(
            "SELECT workspace_id, {OUTBOX_COLUMNS} FROM outbox WHERE done_at IS NULL AND next_at <= $1
             ORDER BY next_at, id LIMIT $2"
        );
        let mut leased = Vec::new();
        for mut row in self.session.query(&sql, params![now, limit])? {
            let workspace: WorkspaceId = row.parsed("workspace id")?;
            let effect = read_outbox(row)?;
            self.session.execute(
                "UPDATE outbox SET next_at = $3 WHERE workspace_id = $1 AND id = $2",
                params![&workspace, &effect.id, until],
            )?;
            leased.push((workspace, effect));
        }
        Ok(leased)
    }

    /// Makes every open side effect due at `now`: whoever had leased one is gone. Says how many there are.
    ///
    /// # Errors
    /// What the database said.
    pub fn release_outbox(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "UPDATE outbox SET next_at = $1 WHERE done_at IS NULL AND next_at > $1";
        self.session.execute(sql, params![now])
    }

    /// When the next side effect is to be performed.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_outbox(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.first_time(
            "SELECT next_at FROM outbox WHERE done_at IS NULL ORDER BY next_at LIMIT 1",
            &[],
        )
    }

    /// Every room that is not over.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_rooms(&mut self) -> Result<Vec<(WorkspaceId, RoomId)>, StoreError> {
        let sql = "SELECT workspace_id, id FROM rooms WHERE live = 1 ORDER BY workspace_id, id";
        let rows = self.session.query(sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, row.parsed("room id")?)))
            .collect()
    }

    /// Every seat on which somebody sits.
    ///
    /// # Errors
    /// What the database said.
    pub fn live_seats(&mut self) -> Result<Vec<(WorkspaceId, SeatId)>, StoreError> {
        let sql = "SELECT workspace_id, id FROM seats WHERE live = 1 ORDER BY workspace_id, id";
        let rows = self.session.query(sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, row.parsed("seat id")?)))
            .collect()
    }

    /// Every leg that a seat has beside its callee's.
    ///
    /// # Errors
    /// What the database said.
    pub fn open_seat_legs(&mut self) -> Result<Vec<(WorkspaceId, CallId)>, StoreError> {
        let sql = "SELECT workspace_id, call_id FROM seat_legs WHERE ended_at IS NULL
             ORDER BY workspace_id, call_id";
        let rows = self.session.query(sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, row.parsed("call id")?)))
            .collect()
    }

    /// Every campaign that somebody must look after: those that dial, wait or drain, and those with calls that are not
    /// over.
    ///
    /// # Errors
    /// What the database said.
    pub fn attended_campaigns(&mut self) -> Result<Vec<(WorkspaceId, CampaignId)>, StoreError> {
        let sql = "SELECT workspace_id, id FROM campaigns WHERE state IN ('running', 'paused', 'draining')
             UNION SELECT workspace_id, campaign_id FROM calls WHERE campaign_id IS NOT NULL AND state <> 'ended'
             ORDER BY 1, 2";
        let rows = self.session.query(sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, row.parsed("campaign id")?)))
            .collect()
    }

    /// The campaign that is each workspace's automation.
    ///
    /// # Errors
    /// What the database said.
    pub fn automations(&mut self) -> Result<Vec<(WorkspaceId, CampaignId)>, StoreError> {
        let sql = "SELECT workspace_id, campaign_id FROM automations ORDER BY workspace_id";
        let rows = self.session.query(sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, row.parsed("campaign id")?)))
            .collect()
    }

    /// Every recording that was not finished.
    ///
    /// # Errors
    /// What the database said.
    pub fn unfinished_recordings(&mut self) -> Result<Vec<(WorkspaceId, RecordingRow)>, StoreError> {
        let sql = format!(
            "SELECT workspace_id, {RECORDING_COLUMNS} FROM recordings WHERE duration_ms IS NULL AND deleted_at IS NULL"
        );
        let rows = self.session.query(&sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, read_recording(row)?)))
            .collect()
    }

    fn count(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.session
            .query_one(sql, params)?
            .map_or(Ok(0), |mut row| row.count())
    }

    fn first_time(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<Timestamp>, StoreError> {
        self.session
            .query_one(sql, params)?
            .map(|mut row| row.time())
            .transpose()
    }
}

fn read_call_id(mut row: Row) -> Result<(WorkspaceId, CallId), StoreError> {
    Ok((row.parsed("workspace id")?, row.parsed("call id")?))
}
