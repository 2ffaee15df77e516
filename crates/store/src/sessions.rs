//! Signed-in browsers.

use outdial_domain::Timestamp;
use outdial_domain::ids::{SessionId, UserId};

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// A signed-in browser.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Its secret, hashed.
    pub token_hash: String,
    /// Who signed in.
    pub user_id: UserId,
    /// What the page must send along with changes.
    pub csrf: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When they must sign in again.
    pub expires_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Address of the browser.
    pub ip: Option<String>,
    /// Its name for itself.
    pub agent: Option<String>,
}

impl std::fmt::Debug for SessionRow {
    /// Without its secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRow")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Signed-in browsers of a workspace's people.
pub struct Sessions<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Sessions<'_, '_> {
    /// Signs a browser in.
    ///
    /// # Errors
    /// `Duplicate` when the secret is taken.
    pub fn insert(&mut self, row: &SessionRow) -> Result<(), StoreError> {
        let written = self.tx.execute(
            "INSERT INTO sessions (workspace_id, id, token_hash, user_id, csrf, created_at, expires_at, last_seen_at,
               ip, agent)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.token_hash,
                &row.user_id,
                &row.csrf,
                row.created_at,
                row.expires_at,
                row.last_seen_at,
                row.ip.as_ref(),
                row.agent.as_ref(),
            ],
        )?;
        if written == 0 {
            Err(StoreError::Duplicate { what: "session" })
        } else {
            Ok(())
        }
    }

    /// It was used.
    ///
    /// # Errors
    /// What the database said.
    pub fn seen(&mut self, id: &SessionId, now: Timestamp, expires_at: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE sessions SET last_seen_at = $3, expires_at = $4 WHERE workspace_id = $1 AND id = $2",
            params![id, now, expires_at],
        )?;
        Ok(())
    }

    /// Signs a browser out.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &SessionId) -> Result<(), StoreError> {
        self.tx.execute(
            "DELETE FROM sessions WHERE workspace_id = $1 AND id = $2",
            params![id],
        )?;
        Ok(())
    }

    /// Signs a person out everywhere, except from `kept`; says from how many browsers.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove_of_user(&mut self, user: &UserId, kept: Option<&SessionId>) -> Result<u64, StoreError> {
        let kept = kept.map_or("", SessionId::as_str);
        self.tx.execute(
            "DELETE FROM sessions WHERE workspace_id = $1 AND user_id = $2 AND id <> $3",
            params![user, kept],
        )
    }

    /// The browsers that a person is signed in with.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_user(&mut self, user: &UserId) -> Result<Vec<SessionRow>, StoreError> {
        let sql = format!(
            "SELECT {SESSION_COLUMNS} FROM sessions WHERE workspace_id = $1 AND user_id = $2 ORDER BY created_at, id"
        );
        self.tx
            .query(&sql, params![user])?
            .into_iter()
            .map(read_session)
            .collect()
    }
}

pub(crate) fn read_session(mut row: Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        id: row.parsed("session id")?,
        token_hash: row.text()?,
        user_id: row.parsed("user id")?,
        csrf: row.text()?,
        created_at: row.time()?,
        expires_at: row.time()?,
        last_seen_at: row.time()?,
        ip: row.opt_text()?,
        agent: row.opt_text()?,
    })
}

/// The columns that [`read_session`] reads, in its order.
pub(crate) const SESSION_COLUMNS: &str =
    "id, token_hash, user_id, csrf, created_at, expires_at, last_seen_at, ip, agent";
