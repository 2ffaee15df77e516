//! What this installation remembers about itself.

use super::SystemTx;
use crate::StoreError;
use crate::db::params;

impl SystemTx<'_> {
    /// What is remembered under this key.
    ///
    /// # Errors
    /// What the database said.
    pub fn meta(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let found = self
            .session
            .query_one("SELECT value FROM meta WHERE key = $1", params![key])?;
        found.map(|mut row| row.text()).transpose()
    }

    /// Remembers something under this key.
    ///
    /// # Errors
    /// What the database said.
    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.session.execute(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, value],
        )?;
        Ok(())
    }

    /// Forgets what is remembered under this key and tells it: a one-time token is taken by one caller only.
    ///
    /// # Errors
    /// What the database said.
    pub fn take_meta(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let found = self
            .session
            .query_one("DELETE FROM meta WHERE key = $1 RETURNING value", params![key])?;
        found.map(|mut row| row.text()).transpose()
    }
}
