//! Side effects still to be performed: written with what causes them, forgotten only when done.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, OutboxId};
use serde_json::Value;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A side effect to be performed.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    /// Its id.
    pub id: OutboxId,
    /// The call that it is about.
    pub call_id: Option<CallId>,
    /// Which kind of side effect.
    pub kind: String,
    /// What is needed to perform it.
    pub payload: Value,
    /// The same key twice is the same side effect twice.
    pub key: String,
    /// Tries that failed.
    pub attempts: u32,
    /// When it is to be tried next.
    pub next_at: Timestamp,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub done_at: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
}

/// Side effects of a workspace.
pub struct Outbox<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Outbox<'_, '_> {
    /// Asks for a side effect; `false` when one with the same key was asked for before.
    ///
    /// # Errors
    /// What the database said.
    pub fn enqueue(&mut self, row: &OutboxRow) -> Result<bool, StoreError> {
        let payload = row.payload.to_string();
        let written = self.tx.execute(
            "INSERT INTO outbox (workspace_id, id, call_id, kind, payload, key, attempts, next_at, created_at, done_at,
               last_error)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                row.call_id.as_ref(),
                &row.kind,
                &payload,
                &row.key,
                row.attempts,
                row.next_at,
                row.created_at,
                row.done_at,
                row.last_error.as_ref(),
            ],
        )?;
        Ok(written > 0)
    }

    /// The side effect with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &OutboxId) -> Result<Option<OutboxRow>, StoreError> {
        let sql = format!("SELECT {OUTBOX_COLUMNS} FROM outbox WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_outbox).transpose()
    }

    /// It was performed.
    ///
    /// # Errors
    /// What the database said.
    pub fn done(&mut self, id: &OutboxId, now: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE outbox SET done_at = $3 WHERE workspace_id = $1 AND id = $2",
            params![id, now],
        )?;
        Ok(())
    }

    /// It failed and is to be tried again at this time.
    ///
    /// # Errors
    /// What the database said.
    pub fn retry_at(
        &mut self,
        id: &OutboxId,
        at: Timestamp,
        attempts: u32,
        why: &str,
    ) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE outbox SET next_at = $3, attempts = $4, last_error = $5 WHERE workspace_id = $1 AND id = $2",
            params![id, at, attempts, why],
        )?;
        Ok(())
    }

    /// It failed and is not tried again.
    ///
    /// # Errors
    /// What the database said.
    pub fn give_up(&mut self, id: &OutboxId, now: Timestamp, why: &str) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE outbox SET done_at = $3, attempts = attempts + 1, last_error = $4
             WHERE workspace_id = $1 AND id = $2",
            params![id, now, why],
        )?;
        Ok(())
    }

    /// Side effects to be performed now, by time.
    ///
    /// # Errors
    /// What the database said.
    pub fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
        let sql = format!(
            "SELECT {OUTBOX_COLUMNS} FROM outbox
             WHERE workspace_id = $1 AND done_at IS NULL AND next_at <= $2 ORDER BY next_at, id LIMIT $3"
        );
        self.tx
            .query(&sql, params![now, limit])?
            .into_iter()
            .map(read_outbox)
            .collect()
    }

    /// When the next side effect is to be performed.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let sql =
            "SELECT next_at FROM outbox WHERE workspace_id = $1 AND done_at IS NULL ORDER BY next_at LIMIT 1";
        self.tx.query_one(sql, &[])?.map(|mut row| row.time()).transpose()
    }
}

pub(crate) fn read_outbox(mut row: Row) -> Result<OutboxRow, StoreError> {
    Ok(OutboxRow {
        id: row.parsed("outbox id")?,
        call_id: row.opt_parsed("call id")?,
        kind: row.text()?,
        payload: row.json("outbox payload")?,
        key: row.text()?,
        attempts: row.small()?,
        next_at: row.time()?,
        created_at: row.time()?,
        done_at: row.opt_time()?,
        last_error: row.opt_text()?,
    })
}

/// The columns that [`read_outbox`] reads, in its order.
pub(crate) const OUTBOX_COLUMNS: &str =
    "id, call_id, kind, payload, key, attempts, next_at, created_at, done_at, last_error";
