//! Answers to requests that may be repeated: the same key gives the same answer, and the work is done once.

use outdial_domain::Timestamp;
use serde_json::Value;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A request that may be repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct IdempotencyRow {
    /// Who asks.
    pub actor: String,
    /// For which operation.
    pub operation: String,
    /// The caller's key.
    pub key: String,
    /// Tells a repetition from another request with the same key.
    pub request_hash: String,
    /// What was answered; absent while the first request is being worked on.
    pub answer: Option<StoredAnswer>,
    /// When it was first asked.
    pub created_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAnswer {
    /// HTTP status.
    pub status: u16,
    /// Headers worth repeating.
    pub headers: Option<Value>,
    /// Body.
    pub body: String,
}

/// Repeatable requests of a workspace.
pub struct Idempotency<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Idempotency<'_, '_> {
    /// Takes a key for a request. `None`: it is the caller's now. Otherwise what is known of the earlier request;
    /// one that has expired by `row.created_at` is forgotten.
    ///
    /// # Errors
    /// What the database said.
    pub fn begin(&mut self, row: &IdempotencyRow) -> Result<Option<IdempotencyRow>, StoreError> {
        self.tx.execute(
            "DELETE FROM idempotency
             WHERE workspace_id = $1 AND actor = $2 AND operation = $3 AND key = $4 AND expires_at <= $5",
            params![&row.actor, &row.operation, &row.key, row.created_at],
        )?;
        let written = self.tx.execute(
            "INSERT INTO idempotency (workspace_id, actor, operation, key, request_hash, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            params![&row.actor, &row.operation, &row.key, &row.request_hash, row.created_at, row.expires_at],
        )?;
        if written > 0 {
            Ok(None)
        } else {
            self.get(&row.actor, &row.operation, &row.key)
        }
    }

    /// What is known of a request.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(
        &mut self,
        actor: &str,
        operation: &str,
        key: &str,
    ) -> Result<Option<IdempotencyRow>, StoreError> {
        let found = self.tx.query_one(
            "SELECT actor, operation, key, request_hash, status, headers, body, created_at, expires_at
             FROM idempotency WHERE workspace_id = $1 AND actor = $2 AND operation = $3 AND key = $4",
            params![actor, operation, key],
        )?;
        found.map(read_request).transpose()
    }

    /// Keeps the answer for repetitions.
    ///
    /// # Errors
    /// What the database said.
    pub fn finish(
        &mut self,
        actor: &str,
        operation: &str,
        key: &str,
        answer: &StoredAnswer,
    ) -> Result<(), StoreError> {
        let headers = answer.headers.as_ref().map(Value::to_string);
        self.tx.execute(
            "UPDATE idempotency SET status = $5, headers = $6, body = $7
             WHERE workspace_id = $1 AND actor = $2 AND operation = $3 AND key = $4",
            params![
                actor,
                operation,
                key,
                u32::from(answer.status),
                headers.as_ref(),
                &answer.body
            ],
        )?;
        Ok(())
    }

    /// Gives a key back: the request was not carried out and may be repeated in earnest.
    ///
    /// # Errors
    /// What the database said.
    pub fn release(&mut self, actor: &str, operation: &str, key: &str) -> Result<(), StoreError> {
        self.tx.execute(
            "DELETE FROM idempotency
             WHERE workspace_id = $1 AND actor = $2 AND operation = $3 AND key = $4 AND status IS NULL",
            params![actor, operation, key],
        )?;
        Ok(())
    }
}

fn read_request(mut row: Row) -> Result<IdempotencyRow, StoreError> {
    let (actor, operation, key) = (row.text()?, row.text()?, row.text()?);
    let request_hash = row.text()?;
    let (status, headers, body) = (row.opt_int()?, row.opt_json("headers")?, row.opt_text()?);
    let answer = match status {
        Some(status) => Some(StoredAnswer {
            status: u16::try_from(status).map_err(|why| StoreError::corrupt("HTTP status", &why))?,
            headers,
            body: body.unwrap_or_default(),
        }),
        None => None,
    };
    let (created_at, expires_at) = (row.time()?, row.time()?);
    Ok(IdempotencyRow {
        actor,
        operation,
        key,
        request_hash,
        answer,
        created_at,
        expires_at,
    })
}
