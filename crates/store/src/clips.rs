//! Clips: short sounds that agents play into a talk.

use outdial_domain::Timestamp;
use outdial_domain::ids::ClipId;

use crate::db::{Row, params};
use crate::rooms::json;
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A short sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipRow {
    /// Its id; also the name of its file.
    pub id: ClipId,
    /// The name people gave it.
    pub name: String,
    /// How long it is.
    pub duration_ms: i64,
    /// Who brought it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
}

/// Clips of a workspace.
pub struct Clips<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Clips<'_, '_> {
    /// Adds a clip.
    ///
    /// # Errors
    /// What the database said.
    pub fn add(&mut self, row: &ClipRow) -> Result<(), StoreError> {
        let created_by = json("actor", &row.created_by)?;
        self.tx.execute(
            "INSERT INTO clips (workspace_id, id, name, duration_ms, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![&row.id, &row.name, row.duration_ms, &created_by, row.created_at],
        )?;
        Ok(())
    }

    /// The clip with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &ClipId) -> Result<Option<ClipRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM clips WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read).transpose()
    }

    /// The clips by name.
    ///
    /// # Errors
    /// What the database said.
    pub fn list(&mut self, limit: u32) -> Result<Vec<ClipRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM clips WHERE workspace_id = $1 ORDER BY name, id LIMIT $2");
        let rows = self.tx.query(&sql, params![limit])?;
        rows.into_iter().map(read).collect()
    }

    /// Removes a clip; `false` when there is no such one.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &ClipId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM clips WHERE workspace_id = $1 AND id = $2";
        Ok(self.tx.execute(sql, params![id])? > 0)
    }
}

const COLUMNS: &str = "id, name, duration_ms, created_by, created_at";

fn read(mut row: Row) -> Result<ClipRow, StoreError> {
    Ok(ClipRow {
        id: row.parsed("clip id")?,
        name: row.text()?,
        duration_ms: row.int()?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
    })
}
