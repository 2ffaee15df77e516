//! Imports that wait for somebody to go on with them, of whichever workspace.

use outdial_domain::ids::{ImportId, WorkspaceId};

use super::SystemTx;
use crate::db::{Row, params};
use crate::{ImportState, StoreError};

impl SystemTx<'_> {
    /// The oldest import in one of two states.
    ///
    /// # Errors
    /// What the database said.
    pub fn next_import(
        &mut self,
        one: ImportState,
        other: ImportState,
    ) -> Result<Option<(WorkspaceId, ImportId)>, StoreError> {
        let found = self.session.query_one(
            "SELECT workspace_id, id FROM imports WHERE state IN ($1, $2) ORDER BY created_at, id LIMIT 1",
            params![one.as_str(), other.as_str()],
        )?;
        let read = |mut row: Row| Ok((row.parsed("workspace id")?, row.parsed("import id")?));
        found.map(read).transpose()
    }
}
