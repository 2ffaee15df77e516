//! Who is asking: answered before any workspace is known.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};

use super::SystemTx;
use crate::StoreError;
use crate::api_keys::{ApiKeyRow, KEY_COLUMNS, read_key};
use crate::carriers::{CARRIER_COLUMNS, CarrierAccountRow, read_carrier};
use crate::db::{Row, params};
use crate::sessions::{SESSION_COLUMNS, SessionRow, read_session};
use crate::users::{USER_COLUMNS, UserRow, read_user};

/// Failed sign-ins of one account or from one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThrottleRow {
    /// Account or address.
    pub key: String,
    /// How many in a row.
    pub failures: u32,
    /// When the first of them was.
    pub first_at: Timestamp,
    /// No further try is looked at before.
    pub blocked_until: Timestamp,
}

impl SystemTx<'_> {
    /// Whether anybody can sign in at all.
    ///
    /// # Errors
    /// What the database said.
    pub fn any_user_exists(&mut self) -> Result<bool, StoreError> {
        Ok(self
            .session
            .query_one("SELECT id FROM users LIMIT 1", &[])?
            .is_some())
    }

    /// The person with this address.
    ///
    /// # Errors
    /// What the database said.
    pub fn user_by_email(&mut self, email: &str) -> Result<Option<(WorkspaceId, UserRow)>, StoreError> {
        let sql = format!("SELECT workspace_id, {USER_COLUMNS} FROM users WHERE email = $1");
        self.owned(&sql, &email.to_lowercase(), read_user)
    }

    /// The signed-in browser with this hashed secret.
    ///
    /// # Errors
    /// What the database said.
    pub fn session_by_hash(&mut self, hash: &str) -> Result<Option<(WorkspaceId, SessionRow)>, StoreError> {
        let sql = format!("SELECT workspace_id, {SESSION_COLUMNS} FROM sessions WHERE token_hash = $1");
        self.owned(&sql, hash, read_session)
    }

    /// The key with this hash, ended ones included.
    ///
    /// # Errors
    /// What the database said.
    pub fn api_key_by_hash(&mut self, hash: &str) -> Result<Option<(WorkspaceId, ApiKeyRow)>, StoreError> {
        let sql = format!("SELECT workspace_id, {KEY_COLUMNS} FROM api_keys WHERE key_hash = $1");
        self.owned(&sql, hash, read_key)
    }

    /// The carrier account that a callback's address names.
    ///
    /// # Errors
    /// What the database said.
    pub fn carrier_account(
        &mut self,
        id: &CarrierAccountId,
    ) -> Result<Option<(WorkspaceId, CarrierAccountRow)>, StoreError> {
        let sql = format!("SELECT workspace_id, {CARRIER_COLUMNS} FROM carrier_accounts WHERE id = $1");
        self.owned(&sql, id.as_str(), read_carrier)
    }

    /// Every carrier account, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn carrier_accounts(&mut self) -> Result<Vec<(WorkspaceId, CarrierAccountRow)>, StoreError> {
        let sql =
            format!("SELECT workspace_id, {CARRIER_COLUMNS} FROM carrier_accounts ORDER BY created_at, id");
        let rows = self.session.query(&sql, &[])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("workspace id")?, read_carrier(row)?)))
            .collect()
    }

    /// Failed sign-ins under this key.
    ///
    /// # Errors
    /// What the database said.
    pub fn throttle(&mut self, key: &str) -> Result<Option<ThrottleRow>, StoreError> {
        let sql = "SELECT key, failures, first_at, blocked_until FROM throttles WHERE key = $1";
        let read = |mut row: Row| {
            Ok(ThrottleRow {
                key: row.text()?,
                failures: row.small()?,
                first_at: row.time()?,
                blocked_until: row.time()?,
            })
        };
        self.session.query_one(sql, params![key])?.map(read).transpose()
    }

    /// Notes failed sign-ins.
    ///
    /// # Errors
    /// What the database said.
    pub fn put_throttle(&mut self, row: &ThrottleRow) -> Result<(), StoreError> {
        self.session.execute(
            "INSERT INTO throttles (key, failures, first_at, blocked_until) VALUES ($1, $2, $3, $4)
             ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, first_at = excluded.first_at,
               blocked_until = excluded.blocked_until",
            params![&row.key, row.failures, row.first_at, row.blocked_until],
        )?;
        Ok(())
    }

    /// Forgets failed sign-ins.
    ///
    /// # Errors
    /// What the database said.
    pub fn clear_throttle(&mut self, key: &str) -> Result<(), StoreError> {
        self.session
            .execute("DELETE FROM throttles WHERE key = $1", params![key])?;
        Ok(())
    }

    fn owned<T>(
        &mut self,
        sql: &str,
        key: &str,
        read: fn(Row) -> Result<T, StoreError>,
    ) -> Result<Option<(WorkspaceId, T)>, StoreError> {
        let found = self.session.query_one(sql, params![key])?;
        found
            .map(|mut row| Ok((row.parsed("workspace id")?, read(row)?)))
            .transpose()
    }
}
