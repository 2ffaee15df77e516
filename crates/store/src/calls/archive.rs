//! Calls cleared from the log.

use outdial_domain::ids::RunId;

use super::Calls;
use super::row::read_standing;
use crate::StoreError;
use crate::counters::{Origin, Standing};
use crate::db::params;

/// What clearing the log did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archived {
    /// Calls cleared.
    pub cleared: u64,
    /// More are left: ask again, so that others can write in between.
    pub more: bool,
}

impl Calls<'_, '_> {
    /// Clears ended calls from the log, a bounded number at a time. They stay in reports of their runs.
    ///
    /// # Errors
    /// What the database said.
    pub fn archive_ended(&mut self) -> Result<Archived, StoreError> {
        let rows = self.tx.query(ARCHIVE, params![ARCHIVE_LIMIT])?;
        self.tx.session().kept.forget_all();
        let cleared = rows.len() as u64;
        for mut row in rows {
            let run: Option<RunId> = row.opt_parsed("run id")?;
            let created_at = row.time()?;
            let before = read_standing(&mut row)?;
            let after = Standing {
                archived: true,
                ..before.clone()
            };
            let before = Standing {
                archived: false,
                ..before
            };
            let tx = &mut *self.tx;
            let workspace = tx.workspace.clone();
            let origin = Origin {
                workspace: &workspace,
                run: run.as_ref(),
                created_at,
            };
            tx.session().ledger.note(&origin, Some(&before), &after);
        }
        Ok(Archived {
            cleared,
            more: cleared >= u64::from(ARCHIVE_LIMIT),
        })
    }
}

const ARCHIVE: &str = "UPDATE calls SET archived = 1, revision = revision + 1
  WHERE workspace_id = $1 AND id IN (
    SELECT id FROM calls WHERE workspace_id = $1 AND archived = 0 AND state = 'ended' ORDER BY created_at LIMIT $2)
  RETURNING run_id, created_at, archived, state, outcome, dialed_at, talk_ms, cost_micros, cost_currency";
/// Some tens of milliseconds of the writer's time.
const ARCHIVE_LIMIT: u32 = 500;
