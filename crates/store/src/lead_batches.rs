//! Changes that somebody made to many leads at once.

use outdial_domain::Timestamp;
use outdial_domain::ids::LeadBatchId;
use serde_json::Value;

use crate::db::{Row, params};
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A change that somebody made to many leads at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadBatchRow {
    /// Its id.
    pub id: LeadBatchId,
    /// What was done.
    pub action: Value,
    /// How many leads it changed.
    pub changed: u64,
    /// Who did it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// Changes of many leads, of a workspace.
pub struct LeadBatches<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl LeadBatches<'_, '_> {
    /// Writes one down; its count follows as its parts are written.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert(&mut self, row: &LeadBatchRow) -> Result<(), StoreError> {
        let created_by =
            serde_json::to_string(&row.created_by).map_err(|why| StoreError::corrupt("actor", &why))?;
        let action = row.action.to_string();
        self.tx.execute(
            "INSERT INTO lead_batches (workspace_id, id, action, changed, created_by, created_at)
             VALUES ($1, $2, $3, 0, $4, $5)",
            params![&row.id, &action, &created_by, row.created_at],
        )?;
        Ok(())
    }

    /// Adds to the number of leads that it changed.
    ///
    /// # Errors
    /// What the database said.
    pub fn count(&mut self, id: &LeadBatchId, more: u32) -> Result<(), StoreError> {
        let sql = "UPDATE lead_batches SET changed = changed + $3 WHERE workspace_id = $1 AND id = $2";
        self.tx.execute(sql, params![id, more]).map(|_| ())
    }

    /// The one with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &LeadBatchId) -> Result<Option<LeadBatchRow>, StoreError> {
        let sql = "SELECT id, action, changed, created_by, created_at, undone_at FROM lead_batches
                   WHERE workspace_id = $1 AND id = $2";
        self.tx.query_one(sql, params![id])?.map(read).transpose()
    }

    /// Notes that it was taken back; `false` when it was before, or there is none.
    ///
    /// # Errors
    /// What the database said.
    pub fn undo(&mut self, id: &LeadBatchId, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE lead_batches SET undone_at = $3
                   WHERE workspace_id = $1 AND id = $2 AND undone_at IS NULL";
        Ok(self.tx.execute(sql, params![id, now])? > 0)
    }
}

fn read(mut row: Row) -> Result<LeadBatchRow, StoreError> {
    Ok(LeadBatchRow {
        id: row.parsed("batch id")?,
        action: row.json("action")?,
        changed: row.count()?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
        undone_at: row.opt_time()?,
    })
}
