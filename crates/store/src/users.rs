//! People who sign in.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::UserId;
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A person who signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Their id.
    pub id: UserId,
    /// Their address, in lower case; unique among all workspaces.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their password, hashed.
    pub password_hash: String,
    /// What they may do.
    pub role: Role,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they were last active.
    pub last_seen_at: Option<Timestamp>,
    /// Whether they are kept out.
    pub disabled: bool,
}

/// What a person or a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Makes calls.
    Agent,
    /// Also runs the workspace's calling.
    Manager,
    /// Everything.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Manager, Self::Agent];

    /// The word used on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == word)
            .ok_or_else(|| format!("{word} is no role"))
    }
}

impl std::fmt::Debug for UserRow {
    /// Without the password's hash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRow")
            .field("id", &self.id)
            .field("role", &self.role)
            .field("disabled", &self.disabled)
            .finish_non_exhaustive()
    }
}

/// People of a workspace.
pub struct Users<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Users<'_, '_> {
    /// Adds a person.
    ///
    /// # Errors
    /// `Duplicate` when the address is taken, in this or another workspace.
    pub fn insert(&mut self, row: &UserRow) -> Result<(), StoreError> {
        let email = row.email.to_lowercase();
        let written = self.tx.execute(
            "INSERT INTO users (workspace_id, id, email, name, password_hash, role, created_at, last_seen_at, disabled)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &email,
                &row.name,
                &row.password_hash,
                row.role.as_str(),
                row.created_at,
                row.last_seen_at,
                row.disabled,
            ],
        )?;
        if written == 0 {
            Err(StoreError::Duplicate {
                what: "email address",
            })
        } else {
            Ok(())
        }
    }

    /// Stores name, role, password and whether they are kept out; `false` when there is no such person. The
    /// address stays.
    ///
    /// # Errors
    /// What the database said.
    pub fn update(&mut self, row: &UserRow) -> Result<bool, StoreError> {
        let touched = self.tx.execute(
            "UPDATE users SET name = $3, password_hash = $4, role = $5, disabled = $6
             WHERE workspace_id = $1 AND id = $2",
            params![
                &row.id,
                &row.name,
                &row.password_hash,
                row.role.as_str(),
                row.disabled
            ],
        )?;
        Ok(touched > 0)
    }

    /// They were active.
    ///
    /// # Errors
    /// What the database said.
    pub fn seen(&mut self, id: &UserId, now: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE users SET last_seen_at = $3 WHERE workspace_id = $1 AND id = $2",
            params![id, now],
        )?;
        Ok(())
    }

    /// The person with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &UserId) -> Result<Option<UserRow>, StoreError> {
        let sql = format!("SELECT {USER_COLUMNS} FROM users WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_user).transpose()
    }

    /// Everybody, in order of addition.
    ///
    /// # Errors
    /// What the database said.
    pub fn all(&mut self) -> Result<Vec<UserRow>, StoreError> {
        let sql = format!("SELECT {USER_COLUMNS} FROM users WHERE workspace_id = $1 ORDER BY created_at, id");
        self.tx.query(&sql, &[])?.into_iter().map(read_user).collect()
    }

    /// How many administrators can sign in: the last one must stay.
    ///
    /// # Errors
    /// What the database said.
    pub fn active_admins(&mut self) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM users WHERE workspace_id = $1 AND role = 'admin' AND disabled = 0";
        self.tx.query_one(sql, &[])?.map_or(Ok(0), |mut row| row.count())
    }

    /// Removes a person and signs them out everywhere; `false` when there is no such person.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &UserId) -> Result<bool, StoreError> {
        self.tx.execute(
            "DELETE FROM sessions WHERE workspace_id = $1 AND user_id = $2",
            params![id],
        )?;
        Ok(self.tx.execute(
            "DELETE FROM users WHERE workspace_id = $1 AND id = $2",
            params![id],
        )? > 0)
    }
}

pub(crate) fn read_user(mut row: Row) -> Result<UserRow, StoreError> {
    Ok(UserRow {
        id: row.parsed("user id")?,
        email: row.text()?,
        name: row.text()?,
        password_hash: row.text()?,
        role: row.parsed("role")?,
        created_at: row.time()?,
        last_seen_at: row.opt_time()?,
        disabled: row.flag()?,
    })
}

/// The columns that [`read_user`] reads, in its order.
pub(crate) const USER_COLUMNS: &str =
    "id, email, name, password_hash, role, created_at, last_seen_at, disabled";
