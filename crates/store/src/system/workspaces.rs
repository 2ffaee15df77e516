//! Workspaces themselves.

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;

use super::SystemTx;
use crate::StoreError;
use crate::db::{Row, params};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceRow {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

impl SystemTx<'_> {
    /// Every workspace, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn workspaces(&mut self) -> Result<Vec<WorkspaceRow>, StoreError> {
        let rows = self.session.query(
            "SELECT id, name, created_at FROM workspaces ORDER BY created_at, id",
            &[],
        )?;
        rows.into_iter().map(read_workspace).collect()
    }

    /// The workspace with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn workspace(&mut self, id: &WorkspaceId) -> Result<Option<WorkspaceRow>, StoreError> {
        let found = self.session.query_one(
            "SELECT id, name, created_at FROM workspaces WHERE id = $1",
            params![id],
        )?;
        found.map(read_workspace).transpose()
    }

    /// Makes a workspace.
    ///
    /// # Errors
    /// `Duplicate` when its id exists.
    pub fn create_workspace(&mut self, row: &WorkspaceRow) -> Result<(), StoreError> {
        let written = self.session.execute(
            "INSERT INTO workspaces (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            params![&row.id, &row.name, row.created_at],
        )?;
        if written == 0 {
            Err(StoreError::Duplicate { what: "workspace" })
        } else {
            Ok(())
        }
    }

    /// Renames a workspace; `false` when there is none with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn rename_workspace(&mut self, id: &WorkspaceId, name: &str) -> Result<bool, StoreError> {
        Ok(self
            .session
            .execute("UPDATE workspaces SET name = $2 WHERE id = $1", params![id, name])?
            > 0)
    }
}

fn read_workspace(mut row: Row) -> Result<WorkspaceRow, StoreError> {
    Ok(WorkspaceRow {
        id: row.parsed("workspace id")?,
        name: row.text()?,
        created_at: row.time()?,
    })
}
