//! What a workspace has chosen.

use outdial_domain::Timestamp;
use outdial_domain::settings::Settings;

use crate::StoreError;
use crate::db::params;
use crate::workspace::Tx;

/// What a workspace has chosen, with its revision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsRow {
    /// The choices.
    pub settings: Settings,
    /// Grows with each change; 0 while nothing was chosen.
    pub revision: i64,
    /// When they last changed.
    pub updated_at: Timestamp,
}

/// The choices of a workspace.
pub struct SettingsRepo<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl SettingsRepo<'_, '_> {
    /// What is chosen now; the defaults while nothing is.
    ///
    /// # Errors
    /// What the database said.
    pub fn current(&mut self) -> Result<SettingsRow, StoreError> {
        let found = self.tx.query_one(
            "SELECT doc, revision, updated_at FROM settings WHERE workspace_id = $1",
            &[],
        )?;
        found.map_or_else(
            || Ok(SettingsRow::default()),
            |mut row| {
                Ok(SettingsRow {
                    settings: row.json("settings")?,
                    revision: row.int()?,
                    updated_at: row.time()?,
                })
            },
        )
    }

    /// Replaces the choices; the new revision.
    ///
    /// # Errors
    /// `Conflict` when they are no longer at `revision`.
    pub fn put(&mut self, settings: &Settings, revision: i64, now: Timestamp) -> Result<i64, StoreError> {
        if self.current()?.revision != revision {
            return Err(StoreError::Conflict {
                what: "settings document",
            });
        }
        let doc = serde_json::to_string(settings).map_err(|why| StoreError::corrupt("settings", &why))?;
        self.tx.execute(
            "INSERT INTO settings (workspace_id, doc, revision, updated_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id) DO UPDATE SET
               doc = excluded.doc, revision = excluded.revision, updated_at = excluded.updated_at",
            params![&doc, revision + 1, now],
        )?;
        Ok(revision + 1)
    }
}
