//! Runs: sets of calls asked for together.

use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::RunId;
use serde::{Deserialize, Serialize};

use crate::counters::{self, CallStats, StatsFilter};
use crate::db::{Row, params};
use crate::page::{Page, PageRequest};
use crate::workspace::Tx;
use crate::{Actor, StoreError};

/// A set of calls asked for together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its id.
    pub id: RunId,
    /// Shown to people.
    pub name: String,
    /// Where it came from: `paste`, `csv`, `prompt`, `api`, ...
    pub source: String,
    /// Whether its calls are made.
    pub state: RunState,
    /// What is said.
    pub message: String,
    /// Lines that were asked for, refused ones included.
    pub line_count: u32,
    /// Who asked for it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When it was done or canceled.
    pub finished_at: Option<Timestamp>,
}

/// Whether the calls of a run are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// They are.
    Running,
    /// They wait for somebody to resume the run.
    Paused,
    /// Somebody called the rest off.
    Canceled,
    /// All are over.
    Done,
}

impl RunState {
    /// The word used on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Canceled => "canceled",
            Self::Done => "done",
        }
    }

    /// Whether nothing of the run is left to do.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Canceled | Self::Done)
    }
}

impl FromStr for RunState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "running" => Ok(Self::Running),
            "paused" => Ok(Self::Paused),
            "canceled" => Ok(Self::Canceled),
            "done" => Ok(Self::Done),
            _ => Err(format!("{word} is no state of a run")),
        }
    }
}

/// Runs of a workspace.
pub struct Runs<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

impl Runs<'_, '_> {
    /// Writes a new run down.
    ///
    /// # Errors
    /// `Duplicate` when its id exists.
    pub fn insert(&mut self, row: &RunRow) -> Result<(), StoreError> {
        let created_by =
            serde_json::to_string(&row.created_by).map_err(|why| StoreError::corrupt("actor", &why))?;
        let written = self.tx.execute(
            "INSERT INTO runs (workspace_id, id, name, source, state, message, line_count, created_by, created_at,
               finished_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            params![
                &row.id,
                &row.name,
                &row.source,
                row.state.as_str(),
                &row.message,
                row.line_count,
                &created_by,
                row.created_at,
                row.finished_at,
            ],
        )?;
        if written == 0 {
            Err(StoreError::Duplicate { what: "run" })
        } else {
            Ok(())
        }
    }

    /// The run with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &RunId) -> Result<Option<RunRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM runs WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read_run).transpose()
    }

    /// A page of the runs, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn list(&mut self, page: &PageRequest) -> Result<Page<RunRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let sql = format!(
            "SELECT {COLUMNS} FROM runs WHERE workspace_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4"
        );
        let found = self.tx.query(&sql, params![at, &id, row_limit(rows)])?;
        let found = found.into_iter().map(read_run).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |run| {
            vec![run.created_at.0.to_string(), run.id.to_string()]
        }))
    }

    /// The runs in this state, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn in_state(&mut self, state: RunState, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM runs WHERE workspace_id = $1 AND state = $2 ORDER BY created_at, id LIMIT $3"
        );
        self.tx
            .query(&sql, params![state.as_str(), limit])?
            .into_iter()
            .map(read_run)
            .collect()
    }

    /// Moves a run to another state, and holds or frees its waiting calls. A finished run stays as it is. The run
    /// as it is then; `None` when there is no such run.
    ///
    /// # Errors
    /// What the database said.
    pub fn set_state(
        &mut self,
        id: &RunId,
        state: RunState,
        now: Timestamp,
    ) -> Result<Option<RunRow>, StoreError> {
        let sql = format!(
            "UPDATE runs SET state = $3, finished_at = $4
             WHERE workspace_id = $1 AND id = $2 AND state IN ('running', 'paused') RETURNING {COLUMNS}"
        );
        let finished_at = state.is_finished().then_some(now);
        let changed = self
            .tx
            .query_one(&sql, params![id, state.as_str(), finished_at])?;
        let Some(changed) = changed else {
            return self.get(id);
        };
        let held = i64::from(state == RunState::Paused);
        self.tx.execute(
            "UPDATE calls SET held = $3 WHERE workspace_id = $1 AND run_id = $2 AND state = 'planned' AND held <> $3",
            params![id, held],
        )?;
        read_run(changed).map(Some)
    }

    /// How many calls of the run stand where, archived ones included.
    ///
    /// # Errors
    /// What the database said.
    pub fn stats(&mut self, id: &RunId) -> Result<CallStats, StoreError> {
        counters::stats(
            self.tx,
            &StatsFilter {
                run_id: Some(id.clone()),
                ..StatsFilter::default()
            },
        )
    }
}

fn read_run(mut row: Row) -> Result<RunRow, StoreError> {
    Ok(RunRow {
        id: row.parsed("run id")?,
        name: row.text()?,
        source: row.text()?,
        state: row.parsed("run state")?,
        message: row.text()?,
        line_count: row.small()?,
        created_by: row.json("actor")?,
        created_at: row.time()?,
        finished_at: row.opt_time()?,
    })
}

fn row_limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1)
}

const COLUMNS: &str = "id, name, source, state, message, line_count, created_by, created_at, finished_at";
const LIST: &str = "runs";
