//! Carrier accounts. Their secrets were encrypted before they came here.

use outdial_domain::Timestamp;
use outdial_domain::ids::CarrierAccountId;
use serde_json::Value;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A carrier account.
#[derive(Debug, Clone, PartialEq)]
pub struct CarrierAccountRow {
    /// Its id.
    pub id: CarrierAccountId,
    /// Which carrier.
    pub kind: String,
    /// The name that people gave it.
    pub name: String,
    /// Its fields, secrets encrypted.
    pub config: Value,
    /// Whether calls go through it unless they say otherwise.
    pub is_default: bool,
    /// `environment`, `settings` or `sandbox`.
    pub source: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Carrier accounts of a workspace.
pub struct Carriers<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Carriers<'_, '_> {
    /// Adds an account, or replaces the one with this id.
    ///
    /// # Errors
    /// `Duplicate` when the id belongs to another workspace.
    pub fn put(&mut self, row: &CarrierAccountRow) -> Result<(), StoreError> {
        let config = row.config.to_string();
        let values = params![
            &row.id,
            &row.kind,
            &row.name,
            &config,
            row.is_default,
            &row.source,
            row.created_at,
            row.updated_at,
        ];
        if row.is_default {
            self.tx.execute(
                "UPDATE carrier_accounts SET is_default = 0 WHERE workspace_id = $1",
                &[],
            )?;
        }
        if self.tx.execute(UPDATE, values)? > 0 {
            return Ok(());
        }
        let written = self.tx.execute(
            "INSERT INTO carrier_accounts (workspace_id, id, kind, name, config, is_default, source, created_at,
               updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            values,
        )?;
        if written == 0 {
            Err(StoreError::Duplicate {
                what: "carrier account",
            })
        } else {
            Ok(())
        }
    }

    /// The account with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &CarrierAccountId) -> Result<Option<CarrierAccountRow>, StoreError> {
        let sql =
            format!("SELECT {CARRIER_COLUMNS} FROM carrier_accounts WHERE workspace_id = $1 AND id = $2");
        self.tx
            .query_one(&sql, params![id])?
            .map(read_carrier)
            .transpose()
    }

    /// Every account, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn all(&mut self) -> Result<Vec<CarrierAccountRow>, StoreError> {
        let sql = format!(
            "SELECT {CARRIER_COLUMNS} FROM carrier_accounts WHERE workspace_id = $1 ORDER BY created_at, id"
        );
        self.tx.query(&sql, &[])?.into_iter().map(read_carrier).collect()
    }

    /// Sends calls through this account unless they say otherwise; `false` when there is no such account.
    ///
    /// # Errors
    /// What the database said.
    pub fn make_default(&mut self, id: &CarrierAccountId, now: Timestamp) -> Result<bool, StoreError> {
        if self.get(id)?.is_none() {
            return Ok(false);
        }
        self.tx.execute(
            "UPDATE carrier_accounts SET is_default = CASE WHEN id = $2 THEN 1 ELSE 0 END, updated_at = $3
             WHERE workspace_id = $1",
            params![id, now],
        )?;
        Ok(true)
    }

    /// Removes an account; `false` when there is none.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &CarrierAccountId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM carrier_accounts WHERE workspace_id = $1 AND id = $2";
        Ok(self.tx.execute(sql, params![id])? > 0)
    }
}

pub(crate) fn read_carrier(mut row: Row) -> Result<CarrierAccountRow, StoreError> {
    Ok(CarrierAccountRow {
        id: row.parsed("carrier account id")?,
        kind: row.text()?,
        name: row.text()?,
        config: row.json("carrier configuration")?,
        is_default: row.flag()?,
        source: row.text()?,
        created_at: row.time()?,
        updated_at: row.time()?,
    })
}

/// The columns that [`read_carrier`] reads, in its order.
pub(crate) const CARRIER_COLUMNS: &str = "id, kind, name, config, is_default, source, created_at, updated_at";

const UPDATE: &str =
    "UPDATE carrier_accounts SET kind = $3, name = $4, config = $5, is_default = $6, source = $7,
    created_at = $8, updated_at = $9
  WHERE workspace_id = $1 AND id = $2";
