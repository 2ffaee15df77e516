//! Filters and columns of a page, kept under a name.

use outdial_domain::Timestamp;
use outdial_domain::ids::ViewId;

use crate::StoreError;
use crate::db::{Row, params};
use crate::workspace::Tx;

/// Filters and columns of a page, kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRow {
    /// Its id.
    pub id: ViewId,
    /// The page that it belongs to.
    pub page: String,
    /// Shown to people.
    pub name: String,
    /// The page's URL query.
    pub query: String,
    /// The columns shown, in their order.
    pub columns: Vec<String>,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Whose it is.
    pub owner: String,
    /// Their name.
    pub owner_name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Saved views of a workspace.
pub struct Views<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Views<'_, '_> {
    /// Writes a view down, new or changed.
    ///
    /// # Errors
    /// What the database said.
    pub fn put(&mut self, row: &ViewRow) -> Result<(), StoreError> {
        let columns =
            serde_json::to_string(&row.columns).map_err(|why| StoreError::corrupt("columns", &why))?;
        self.tx.execute(
            "INSERT INTO saved_views (workspace_id, id, page, name, query, columns, shared, owner, owner_name,
               created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, query = excluded.query,
               columns = excluded.columns, shared = excluded.shared, updated_at = excluded.updated_at",
            params![
                &row.id,
                &row.page,
                &row.name,
                &row.query,
                &columns,
                row.shared,
                &row.owner,
                &row.owner_name,
                row.created_at,
                row.updated_at,
            ],
        )?;
        Ok(())
    }

    /// The view with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &ViewId) -> Result<Option<ViewRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM saved_views WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read).transpose()
    }

    /// The views of a page that somebody sees: their own and the shared ones, the oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn of_page(&mut self, page: &str, owner: &str, limit: u32) -> Result<Vec<ViewRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM saved_views WHERE workspace_id = $1 AND page = $2 AND (shared = 1 OR owner = $3)
             ORDER BY id LIMIT $4"
        );
        let rows = self.tx.query(&sql, params![page, owner, limit])?;
        rows.into_iter().map(read).collect()
    }

    /// Removes a view; `false` when there is none with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, id: &ViewId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM saved_views WHERE workspace_id = $1 AND id = $2";
        Ok(self.tx.execute(sql, params![id])? > 0)
    }
}

fn read(mut row: Row) -> Result<ViewRow, StoreError> {
    Ok(ViewRow {
        id: row.parsed("view id")?,
        page: row.text()?,
        name: row.text()?,
        query: row.text()?,
        columns: row.json("columns")?,
        shared: row.flag()?,
        owner: row.text()?,
        owner_name: row.text()?,
        created_at: row.time()?,
        updated_at: row.time()?,
    })
}

const COLUMNS: &str = "id, page, name, query, columns, shared, owner, owner_name, created_at, updated_at";
