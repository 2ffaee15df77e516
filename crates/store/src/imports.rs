//! Imports of leads: from the upload of a file to the day on which it is undone.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::{ImportId, ListId};
use outdial_domain::list::{ImportChoices, ImportCounts, ImportMapping, KnownPolicy};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::db::{Row, params};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// An import of leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its id.
    pub id: ImportId,
    /// Where it stands.
    pub state: ImportState,
    /// The file's name, as the browser told it.
    pub file_name: String,
    /// The file's size.
    pub bytes: u64,
    /// How the list is called that it makes.
    pub name: String,
    /// The list that it goes into; absent before it starts when it makes one of its own.
    pub list_id: Option<ListId>,
    /// Whether that list was made for it.
    pub own_list: bool,
    /// What is done with numbers that a lead has already.
    pub known: KnownPolicy,
    /// Tags for all its leads.
    pub tags: Vec<String>,
    /// What a person chose in place of the guess.
    pub choices: ImportChoices,
    /// What was found when the file was looked at.
    pub report: Option<Value>,
    /// How many rows become what.
    pub counts: ImportCounts,
    /// Somebody wants it to end, and what it wrote taken back.
    pub cancelled: bool,
    /// How often it was begun.
    pub attempts: u32,
    /// What undoing it did.
    pub undone: Option<ImportUndone>,
    /// Why it failed.
    pub problem: Option<String>,
    /// Who brought the file.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When it was started.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Its file is being looked at.
    Checking,
    /// It can be started.
    Checked,
    /// Its rows become leads.
    Running,
    /// They have.
    Done,
    /// Somebody did not want it.
    Cancelled,
    /// Something went wrong; nothing of it is left.
    Failed,
    /// What it did is being taken back.
    Undoing,
    /// That was done.
    Undone,
}

/// What undoing an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportUndone {
    /// Leads that it had made and that are gone.
    pub removed: u64,
    /// Leads that it had changed and that are as before.
    pub restored: u64,
    /// Leads that were called or changed again since, and stay.
    pub kept: u64,
}

/// Imports of a workspace.
pub struct Imports<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Imports<'_, '_> {
    /// Writes a new import down.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert(&mut self, row: &ImportRow) -> Result<(), StoreError> {
        let texts = Texts::of(row)?;
        self.tx.execute(
            "INSERT INTO imports (workspace_id, id, state, file_name, bytes, name, list_id, own_list, known, tags,
               choices, counts, cancelled, attempts, created_by, created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            params![
                &row.id,
                row.state.as_str(),
                &row.file_name,
                i64::try_from(row.bytes).unwrap_or(i64::MAX),
                &row.name,
                row.list_id.as_ref(),
                row.own_list,
                row.known.as_str(),
                &texts.tags,
                &texts.choices,
                &texts.counts,
                row.cancelled,
                row.attempts,
                &texts.created_by,
                row.created_at,
                row.revision,
            ],
        )?;
        Ok(())
    }

    /// Stores what changed of an import and raises its revision.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut ImportRow) -> Result<(), StoreError> {
        let texts = Texts::of(row)?;
        let written = self.tx.execute(
            "UPDATE imports SET state = $4, name = $5, list_id = $6, own_list = $7, known = $8, tags = $9,
               choices = $10, report = $11, counts = $12, cancelled = $13, attempts = $14, undone = $15, problem = $16,
               started_at = $17, finished_at = $18, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                row.state.as_str(),
                &row.name,
                row.list_id.as_ref(),
                row.own_list,
                row.known.as_str(),
                &texts.tags,
                &texts.choices,
                texts.report.as_ref(),
                &texts.counts,
                row.cancelled,
                row.attempts,
                texts.undone.as_ref(),
                row.problem.as_ref(),
                row.started_at,
                row.finished_at,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "import" });
        }
        row.revision += 1;
        Ok(())
    }

    /// The import with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &ImportId) -> Result<Option<ImportRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM imports WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_import).transpose()
    }

    /// A page of the imports, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, page: &PageRequest) -> Result<Page<ImportRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let sql = format!(
            "SELECT {COLUMNS} FROM imports WHERE workspace_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4"
        );
        let found = self.tx.query(&sql, params![at, &id, limit])?;
        let found = found
            .into_iter()
            .map(read_import)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |import| {
            vec![import.created_at.0.to_string(), import.id.to_string()]
        }))
    }

    /// How columns under these headings were mapped last.
    ///
    /// # Errors
    /// What the database said.
    pub fn remembered(&mut self, headings: &str) -> Result<Option<ImportMapping>, StoreError> {
        let sql = "SELECT mapping FROM import_mappings WHERE workspace_id = $1 AND headings = $2";
        let found = self.tx.query_one(sql, params![headings])?;
        found.map(|mut row| row.json("mapping")).transpose()
    }

    /// Remembers how columns under these headings are mapped.
    ///
    /// # Errors
    /// What the database said.
    pub fn remember(
        &mut self,
        headings: &str,
        mapping: &ImportMapping,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mapping = json(mapping, "mapping")?;
        self.tx.execute(
            "INSERT INTO import_mappings (workspace_id, headings, mapping, used_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workspace_id, headings) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at",
            params![headings, &mapping, now],
        )?;
        Ok(())
    }
}

impl ImportState {
    /// The word on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    const ALL: [Self; 8] = [
        Self::Checking,
        Self::Checked,
        Self::Running,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
        Self::Undoing,
        Self::Undone,
    ];
}

impl FromStr for ImportState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word} is no state of an import"))
    }
}

/// What of an import is stored as JSON.
struct Texts {
    tags: String,
    choices: String,
    counts: String,
    created_by: String,
    report: Option<String>,
    undone: Option<String>,
}

impl Texts {
    fn of(row: &ImportRow) -> Result<Self, StoreError> {
        Ok(Self {
            tags: json(&row.tags, "tags")?,
            choices: json(&row.choices, "choices")?,
            counts: json(&row.counts, "counts")?,
            created_by: json(&row.created_by, "actor")?,
            report: row.report.as_ref().map(ToString::to_string),
            undone: row
                .undone
                .as_ref()
                .map(|undone| json(undone, "figures"))
                .transpose()?,
        })
    }
}

fn json(value: &impl Serialize, what: &str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::corrupt(what, &why))
}

fn read_import(mut row: Row) -> Result<ImportRow, StoreError> {
    Ok(ImportRow {
        id: row.parsed("import id")?,
        state: row.parsed("state of an import")?,
        file_name: row.text()?,
        bytes: row.count()?,
        name: row.text()?,
        list_id: row.opt_parsed("list id")?,
        own_list: row.flag()?,
        known: row.parsed("policy")?,
        tags: row.json("tags")?,
        choices: row.json("choices")?,
        report: row.opt_json("report")?,
        counts: row.json("counts")?,
        cancelled: row.flag()?,
        attempts: row.small()?,
        undone: row.opt_json("figures")?,
        problem: row.opt_text()?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
        started_at: row.opt_time()?,
        finished_at: row.opt_time()?,
        revision: row.int()?,
    })
}

const COLUMNS: &str =
    "id, state, file_name, bytes, name, list_id, own_list, known, tags, choices, report, counts,
    cancelled, attempts, undone, problem, created_by, created_at, started_at, finished_at, revision";
const LIST: &str = "imports";
