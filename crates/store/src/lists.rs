//! Lists of leads, and the rows of them that became none.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::ListId;

use crate::db::{Param, Row, params, value_rows};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;
use crate::{Actor, StoreError, leads};

/// A named set of leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its id.
    pub id: ListId,
    /// Shown to people.
    pub name: String,
    /// Where it came from: `csv`, `paste`, `api`, `import`, `manual` (leads added by hand) or `put_away` (leads that
    /// somebody put away).
    pub source: String,
    /// Whether its leads are seen.
    pub state: ListState,
    /// Who brought it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
}

/// Whether the leads of a list are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListState {
    /// Not all of them are written down yet.
    Importing,
    /// They are.
    Ready,
    /// Somebody put it away.
    Archived,
}

/// How many leads a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListCounts {
    /// All of them.
    pub leads: u64,
    /// Dialled at least once.
    pub called: u64,
    /// Still to be called: new ones and callbacks.
    pub open: u64,
}

/// A row of a list that became no lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListErrorRow {
    /// Its line, from 1.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// Stable code of what is wrong with it.
    pub code: String,
    /// The same for people.
    pub message: String,
}

/// Lists of a workspace.
pub struct Lists<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Lists<'_, '_> {
    /// Begins a list that is seen once it is [completed](Lists::complete). What an earlier attempt with the same id
    /// left unfinished is removed first.
    ///
    /// # Errors
    /// `Duplicate` when a complete list has this id; what the database said.
    pub fn begin(&mut self, row: &ListRow) -> Result<(), StoreError> {
        match self.get(&row.id)?.map(|earlier| earlier.state) {
            None => {}
            Some(ListState::Importing) => self.remove(&row.id)?,
            Some(ListState::Ready | ListState::Archived) => {
                return Err(StoreError::Duplicate { what: "list" });
            }
        }
        let created_by =
            serde_json::to_string(&row.created_by).map_err(|why| StoreError::corrupt("actor", &why))?;
        self.tx.execute(
            "INSERT INTO lists (workspace_id, id, name, source, state, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                &row.id,
                &row.name,
                &row.source,
                ListState::Importing.as_str(),
                &created_by,
                row.created_at,
            ],
        )?;
        Ok(())
    }

    /// Shows a list: all of its leads are written down.
    ///
    /// # Errors
    /// What the database said.
    pub fn complete(&mut self, id: &ListId) -> Result<(), StoreError> {
        self.move_on(id, ListState::Importing, ListState::Ready)
            .map(|_| ())
    }

    /// Puts a list away; `false` when there is none in use with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn archive(&mut self, id: &ListId) -> Result<bool, StoreError> {
        self.move_on(id, ListState::Ready, ListState::Archived)
    }

    /// The list with this id, whatever its state.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &ListId) -> Result<Option<ListRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM lists WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_list).transpose()
    }

    /// How many leads a list has.
    ///
    /// # Errors
    /// What the database said.
    pub fn counts(&mut self, id: &ListId) -> Result<ListCounts, StoreError> {
        leads::by_list(self.tx, id)
    }

    /// A page of the lists in one state, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, state: ListState, page: &PageRequest) -> Result<Page<ListRow>, StoreError> {
        let name = format!("lists.{}", state.as_str());
        let (at, id) = page.before(&name)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let sql = format!(
            "SELECT {COLUMNS} FROM lists WHERE workspace_id = $1 AND state = $2 AND (created_at, id) < ($3, $4)
             ORDER BY created_at DESC, id DESC LIMIT $5"
        );
        let found = self.tx.query(&sql, params![state.as_str(), at, &id, limit])?;
        let found = found.into_iter().map(read_list).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, &name, |list| {
            vec![list.created_at.0.to_string(), list.id.to_string()]
        }))
    }

    /// The lists in use, the newest first.
    pub fn in_use(&mut self, limit: u32) -> Result<Vec<ListId>, StoreError> {
        let sql = "SELECT id FROM lists WHERE workspace_id = $1 AND state = $2
                   ORDER BY created_at DESC, id DESC LIMIT $3";
        let found = self.tx.query(sql, params![ListState::Ready.as_str(), limit])?;
        found.into_iter().map(|mut row| row.parsed("list id")).collect()
    }

    /// Keeps rows of a list that became no lead.
    ///
    /// # Errors
    /// `Duplicate` when a line is there already; the closure must then fail, for some may have been written.
    pub fn insert_errors(&mut self, list: &ListId, errors: &[ListErrorRow]) -> Result<(), StoreError> {
        let workspace = self.tx.workspace.clone();
        for chunk in errors.chunks(ROWS_AT_ONCE) {
            let mut values = Vec::with_capacity(chunk.len() * ERROR_WIDTH);
            for error in chunk {
                values.extend([
                    Param::from(&workspace),
                    Param::from(list),
                    Param::from(error.line),
                    Param::from(&error.raw),
                    Param::from(&error.code),
                    Param::from(&error.message),
                ]);
            }
            let sql = format!(
                "INSERT INTO list_errors (workspace_id, list_id, line, raw, code, message) VALUES {}
                 ON CONFLICT DO NOTHING",
                value_rows(chunk.len(), ERROR_WIDTH)
            );
            if self.tx.session().execute(&sql, &values)? != chunk.len() as u64 {
                return Err(StoreError::Duplicate { what: "line" });
            }
        }
        Ok(())
    }

    /// A page of the rows that became no lead, in the order of the list.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn errors(&mut self, list: &ListId, page: &PageRequest) -> Result<Page<ListErrorRow>, StoreError> {
        let after = match page.position(ERRORS, 1)?.as_deref() {
            Some([line]) => line.parse().map_err(|_| StoreError::BadCursor)?,
            _ => -1_i64,
        };
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let found = self.tx.query(
            "SELECT line, raw, code, message FROM list_errors WHERE workspace_id = $1 AND list_id = $2 AND line > $3
             ORDER BY line LIMIT $4",
            params![list, after, limit],
        )?;
        let found = found.into_iter().map(read_error).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, ERRORS, |error| {
            vec![error.line.to_string()]
        }))
    }

    /// How many rows became no lead.
    ///
    /// # Errors
    /// What the database said.
    pub fn error_count(&mut self, list: &ListId) -> Result<u64, StoreError> {
        let sql = "SELECT COUNT(*) FROM list_errors WHERE workspace_id = $1 AND list_id = $2";
        let found = self.tx.query_one(sql, params![list])?;
        found.map_or(Ok(0), |mut row| row.count())
    }

    /// The last line of a list that a lead stands on; 0 without one. What comes later goes behind it: whoever reads a list
    /// from its beginning to its end would miss what is put in between.
    ///
    /// # Errors
    /// What the database said.
    pub fn last_line(&mut self, id: &ListId) -> Result<u32, StoreError> {
        let sql = "SELECT line FROM leads WHERE workspace_id = $1 AND list_id = $2 ORDER BY line DESC, id DESC LIMIT 1";
        self.tx
            .query_one(sql, params![id])?
            .map_or(Ok(0), |mut row| row.small())
    }

    /// Removes a list that has no lead; `false` when it has one.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove_empty(&mut self, id: &ListId) -> Result<bool, StoreError> {
        let lead = "SELECT id FROM leads WHERE workspace_id = $1 AND list_id = $2 LIMIT 1";
        if self.tx.query_one(lead, params![id])?.is_some() {
            return Ok(false);
        }
        self.remove(id)?;
        Ok(true)
    }

    /// The list in this state that came from there, if there is one: the oldest.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_source(&mut self, state: ListState, source: &str) -> Result<Option<ListRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM lists WHERE workspace_id = $1 AND state = $2 AND source = $3
             ORDER BY created_at, id LIMIT 1"
        );
        self.tx
            .query_one(&sql, params![state.as_str(), source])?
            .map(read_list)
            .transpose()
    }

    fn move_on(&mut self, id: &ListId, from: ListState, to: ListState) -> Result<bool, StoreError> {
        let sql = "UPDATE lists SET state = $4 WHERE workspace_id = $1 AND id = $2 AND state = $3";
        let written = self.tx.execute(sql, params![id, from.as_str(), to.as_str()])?;
        Ok(written > 0)
    }

    fn remove(&mut self, id: &ListId) -> Result<(), StoreError> {
        self.tx.leads().remove_of_list(id)?;
        leads::forget_list(self.tx, id)?;
        for sql in [
            "DELETE FROM list_errors WHERE workspace_id = $1 AND list_id = $2",
            "DELETE FROM lists WHERE workspace_id = $1 AND id = $2",
        ] {
            self.tx.execute(sql, params![id])?;
        }
        Ok(())
    }
}

impl ListState {
    /// The word used in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Importing => "importing",
            Self::Ready => "ready",
            Self::Archived => "archived",
        }
    }
}

impl FromStr for ListState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Importing, Self::Ready, Self::Archived]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word} is no state of a list"))
    }
}

fn read_list(mut row: Row) -> Result<ListRow, StoreError> {
    Ok(ListRow {
        id: row.parsed("list id")?,
        name: row.text()?,
        source: row.text()?,
        state: row.parsed("list state")?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
    })
}

fn read_error(mut row: Row) -> Result<ListErrorRow, StoreError> {
    Ok(ListErrorRow {
        line: row.small()?,
        raw: row.text()?,
        code: row.text()?,
        message: row.text()?,
    })
}

const COLUMNS: &str = "id, name, source, state, created_by, created_at";
const ERRORS: &str = "list_errors";
const ERROR_WIDTH: usize = 6;
const ROWS_AT_ONCE: usize = 100;
