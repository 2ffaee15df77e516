//! Why each call was allowed, postponed or refused, as decided at that instant.

use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;
use serde_json::Value;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A decision about a call.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiptRow {
    /// About which call.
    pub call_id: CallId,
    /// When.
    pub at: Timestamp,
    /// Every rule with its verdict and what it looked at.
    pub decision: Value,
}

/// Decisions about the calls of a workspace.
pub struct Receipts<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Receipts<'_, '_> {
    /// Keeps a decision.
    ///
    /// # Errors
    /// What the database said.
    pub fn add(&mut self, call: &CallId, at: Timestamp, decision: &Value) -> Result<(), StoreError> {
        let decision = decision.to_string();
        self.tx.execute(
            "INSERT INTO receipts (workspace_id, call_id, number, at, decision)
             SELECT $1, $2, COALESCE(MAX(number), 0) + 1, CAST($3 AS BIGINT), $4
             FROM receipts WHERE workspace_id = $1 AND call_id = $2",
            params![call, at, &decision],
        )?;
        Ok(())
    }

    /// The last decision about a call.
    ///
    /// # Errors
    /// What the database said.
    pub fn latest(&mut self, call: &CallId) -> Result<Option<ReceiptRow>, StoreError> {
        let found = self.tx.query_one(
            "SELECT call_id, at, decision FROM receipts WHERE workspace_id = $1 AND call_id = $2
             ORDER BY number DESC LIMIT 1",
            params![call],
        )?;
        found.map(read_receipt).transpose()
    }

    /// Every decision about a call, in order.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_call(&mut self, call: &CallId) -> Result<Vec<ReceiptRow>, StoreError> {
        let rows = self.tx.query(
            "SELECT call_id, at, decision FROM receipts WHERE workspace_id = $1 AND call_id = $2 ORDER BY number",
            params![call],
        )?;
        rows.into_iter().map(read_receipt).collect()
    }
}

fn read_receipt(mut row: Row) -> Result<ReceiptRow, StoreError> {
    Ok(ReceiptRow {
        call_id: row.parsed("call id")?,
        at: row.time()?,
        decision: row.json("receipt")?,
    })
}
