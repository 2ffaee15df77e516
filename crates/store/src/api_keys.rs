//! Keys for programs.

use outdial_domain::Timestamp;
use outdial_domain::ids::ApiKeyId;

use crate::StoreError;
use crate::db::{Row, params};
use crate::users::Role;
use crate::workspace::Tx;

/// A key for programs.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyRow {
    /// Its id.
    pub id: ApiKeyId,
    /// The name that people gave it.
    pub name: String,
    /// Its first characters, for recognising it.
    pub prefix: String,
    /// The key, hashed.
    pub key_hash: String,
    /// What it may be used for; everything that its role may when empty.
    pub scopes: Vec<String>,
    /// What it may do at most.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When somebody ended it.
    pub revoked_at: Option<Timestamp>,
}

impl std::fmt::Debug for ApiKeyRow {
    /// Without the key's hash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKeyRow")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("scopes", &self.scopes)
            .field("revoked_at", &self.revoked_at)
            .finish_non_exhaustive()
    }
}

/// Keys of a workspace.
pub struct ApiKeys<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl ApiKeys<'_, '_> {
    /// Adds a key.
    ///
    /// # Errors
    /// `Duplicate` when the key exists, in this or another workspace.
    pub fn insert(&mut self, row: &ApiKeyRow) -> Result<(), StoreError> {
        let scopes = serde_json::to_string(&row.scopes).map_err(|why| StoreError::corrupt("scopes", &why))?;
        let written = self.tx.execute(
            "INSERT INTO api_keys (workspace_id, id, name, prefix, key_hash, scopes, role, created_at, last_used_at,
               expires_at, revoked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.name,
                &row.prefix,
                &row.key_hash,
                &scopes,
                row.role.as_str(),
                row.created_at,
                row.last_used_at,
                row.expires_at,
                row.revoked_at,
            ],
        )?;
        if written == 0 {
            Err(StoreError::Duplicate { what: "API key" })
        } else {
            Ok(())
        }
    }

    /// The key with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &ApiKeyId) -> Result<Option<ApiKeyRow>, StoreError> {
        let sql = format!("SELECT {KEY_COLUMNS} FROM api_keys WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_key).transpose()
    }

    /// Every key that was not ended by somebody, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn all(&mut self) -> Result<Vec<ApiKeyRow>, StoreError> {
        let sql = format!(
            "SELECT {KEY_COLUMNS} FROM api_keys WHERE workspace_id = $1 AND revoked_at IS NULL
             ORDER BY created_at, id"
        );
        self.tx.query(&sql, &[])?.into_iter().map(read_key).collect()
    }

    /// Ends a key; `false` when there is no such key, or it was ended before.
    ///
    /// # Errors
    /// What the database said.
    pub fn revoke(&mut self, id: &ApiKeyId, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE api_keys SET revoked_at = $3
             WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL";
        Ok(self.tx.execute(sql, params![id, now])? > 0)
    }

    /// Lets an ended key live again; `false` when there is no such key.
    ///
    /// # Errors
    /// What the database said.
    pub fn reinstate(&mut self, id: &ApiKeyId) -> Result<bool, StoreError> {
        let sql = "UPDATE api_keys SET revoked_at = NULL WHERE workspace_id = $1 AND id = $2";
        Ok(self.tx.execute(sql, params![id])? > 0)
    }

    /// It was used.
    ///
    /// # Errors
    /// What the database said.
    pub fn used(&mut self, id: &ApiKeyId, now: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE api_keys SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2",
            params![id, now],
        )?;
        Ok(())
    }
}

pub(crate) fn read_key(mut row: Row) -> Result<ApiKeyRow, StoreError> {
    Ok(ApiKeyRow {
        id: row.parsed("API key id")?,
        name: row.text()?,
        prefix: row.text()?,
        key_hash: row.text()?,
        scopes: row.json("scopes")?,
        role: row.parsed("role")?,
        created_at: row.time()?,
        last_used_at: row.opt_time()?,
        expires_at: row.opt_time()?,
        revoked_at: row.opt_time()?,
    })
}

/// The columns that [`read_key`] reads, in its order.
pub(crate) const KEY_COLUMNS: &str =
    "id, name, prefix, key_hash, scopes, role, created_at, last_used_at, expires_at, revoked_at";
