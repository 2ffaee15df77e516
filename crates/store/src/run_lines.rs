//! What became of each line that a run was asked for with.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, RunId};

use crate::StoreError;
use crate::db::{Param, Row, params};
use crate::page::{Page, PageRequest};
use crate::runs::Runs;

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLineRow {
    /// Its place among the results, from 1.
    pub position: u32,
    /// The line in what was sent, from 1; a line with several numbers has several results.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// The call that was made of it.
    pub call_id: Option<CallId>,
    /// `accepted`, `scheduled`, `refused`, `duplicate` or `invalid`.
    pub status: String,
    /// Stable code of what was wrong with it.
    pub code: Option<String>,
    /// The same for people.
    pub reason: Option<String>,
    /// When it may be called.
    pub until: Option<Timestamp>,
}

impl Runs<'_, '_> {
    /// Keeps what became of the lines of a run.
    ///
    /// # Errors
    /// `Duplicate` when a line is there already; the closure must then fail, for some may have been written.
    pub fn insert_lines(&mut self, run: &RunId, lines: &[RunLineRow]) -> Result<(), StoreError> {
        for chunk in lines.chunks(ROWS_AT_ONCE) {
            if chunk.len() == ROWS_AT_ONCE {
                self.insert_chunk(run, chunk)?;
            } else {
                chunk
                    .iter()
                    .try_for_each(|line| self.insert_chunk(run, std::slice::from_ref(line)))?;
            }
        }
        Ok(())
    }

    fn insert_chunk(&mut self, run: &RunId, lines: &[RunLineRow]) -> Result<(), StoreError> {
        let mut values = vec![Param::from(run)];
        let mut places = Vec::with_capacity(lines.len());
        for line in lines {
            let first = values.len() + 2;
            let own: Vec<String> = (first..first + COLUMNS)
                .map(|number| format!("${number}"))
                .collect();
            places.push(format!("($1, $2, {})", own.join(", ")));
            values.extend([
                Param::from(line.position),
                Param::from(line.line),
                Param::from(&line.raw),
                Param::from(line.call_id.as_ref()),
                Param::from(&line.status),
                Param::from(line.code.as_ref()),
                Param::from(line.reason.as_ref()),
                Param::from(line.until),
            ]);
        }
        let sql = format!(
            "INSERT INTO run_lines (workspace_id, run_id, position, line, raw, call_id, status, code, reason, until)
             VALUES {} ON CONFLICT DO NOTHING",
            places.join(", ")
        );
        let written = self.tx.execute(&sql, &values)?;
        if written == lines.len() as u64 {
            Ok(())
        } else {
            Err(StoreError::Duplicate { what: "line" })
        }
    }

    /// What became of every line of a run, in order.
    ///
    /// # Errors
    /// What the database said.
    pub fn lines(&mut self, run: &RunId) -> Result<Vec<RunLineRow>, StoreError> {
        let sql = format!(
            "SELECT {NAMES} FROM run_lines WHERE workspace_id = $1 AND run_id = $2 ORDER BY position"
        );
        self.tx
            .query(&sql, params![run])?
            .into_iter()
            .map(read_line)
            .collect()
    }

    /// A page of what became of the lines of a run, in order.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn line_page(&mut self, run: &RunId, page: &PageRequest) -> Result<Page<RunLineRow>, StoreError> {
        let after = match page.position(LIST, 1)?.as_deref() {
            Some([position]) => position.parse().map_err(|_| StoreError::BadCursor)?,
            _ => -1_i64,
        };
        let rows = page.rows();
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let sql = format!(
            "SELECT {NAMES} FROM run_lines WHERE workspace_id = $1 AND run_id = $2 AND position > $3
             ORDER BY position LIMIT $4"
        );
        let found = self.tx.query(&sql, params![run, after, limit])?;
        let found = found.into_iter().map(read_line).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |line| {
            vec![line.position.to_string()]
        }))
    }
}

fn read_line(mut row: Row) -> Result<RunLineRow, StoreError> {
    Ok(RunLineRow {
        position: row.small()?,
        line: row.small()?,
        raw: row.text()?,
        call_id: row.opt_parsed("call id")?,
        status: row.text()?,
        code: row.opt_text()?,
        reason: row.opt_text()?,
        until: row.opt_time()?,
    })
}

const NAMES: &str = "position, line, raw, call_id, status, code, reason, until";
const COLUMNS: usize = 8;
const ROWS_AT_ONCE: usize = 64;
const LIST: &str = "run_lines";
