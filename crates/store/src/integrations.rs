//! Accounts of services that are no carriers. Their secrets were encrypted before they came here.

use outdial_domain::Timestamp;
use serde_json::Value;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// An account of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct IntegrationRow {
    /// Which service.
    pub kind: String,
    /// Its fields, secrets encrypted.
    pub config: Value,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Accounts of services of a workspace.
pub struct Integrations<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Integrations<'_, '_> {
    /// Stores an account.
    ///
    /// # Errors
    /// What the database said.
    pub fn put(&mut self, row: &IntegrationRow) -> Result<(), StoreError> {
        let config = row.config.to_string();
        self.tx.execute(
            "INSERT INTO integrations (workspace_id, kind, config, updated_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, kind) DO UPDATE SET config = excluded.config, updated_at = excluded.updated_at",
            params![&row.kind, &config, row.updated_at],
        )?;
        Ok(())
    }

    /// Every account, by kind.
    ///
    /// # Errors
    /// What the database said.
    pub fn all(&mut self) -> Result<Vec<IntegrationRow>, StoreError> {
        let sql = "SELECT kind, config, updated_at FROM integrations WHERE workspace_id = $1 ORDER BY kind";
        self.tx.query(sql, &[])?.into_iter().map(read).collect()
    }

    /// The account of a service.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, kind: &str) -> Result<Option<IntegrationRow>, StoreError> {
        let sql = "SELECT kind, config, updated_at FROM integrations WHERE workspace_id = $1 AND kind = $2";
        self.tx.query_one(sql, params![kind])?.map(read).transpose()
    }

    /// Removes an account; `false` when there is none.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, kind: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM integrations WHERE workspace_id = $1 AND kind = $2";
        Ok(self.tx.execute(sql, params![kind])? > 0)
    }
}

fn read(mut row: Row) -> Result<IntegrationRow, StoreError> {
    Ok(IntegrationRow {
        kind: row.text()?,
        config: row.json("configuration of a service")?,
        updated_at: row.time()?,
    })
}
