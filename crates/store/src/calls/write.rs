//! New calls, changed calls, and calls cleared from the log. The counters follow in the same transaction.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, RunId};

use super::{CallRow, Calls};
use crate::StoreError;
use crate::counters::{Origin, Standing};
use crate::db::{Param, params};

/// What clearing the log did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archived {
    /// Calls cleared.
    pub cleared: u64,
    /// More are left: ask again, so that others can write in between.
    pub more: bool,
}

impl Calls<'_, '_> {
    /// Writes a new call down.
    ///
    /// # Errors
    /// `LineBusy` when it is live and its number is held by another live call; `Duplicate` when its id exists.
    pub fn insert(&mut self, row: &CallRow) -> Result<(), StoreError> {
        self.insert_many(std::slice::from_ref(row))
    }

    /// Writes new calls down, all or none.
    ///
    /// # Errors
    /// As for [`Calls::insert`]; the closure must then fail, for some may have been written.
    pub fn insert_many(&mut self, rows: &[CallRow]) -> Result<(), StoreError> {
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            if chunk.len() == ROWS_AT_ONCE {
                self.insert_chunk(chunk)?;
            } else {
                chunk
                    .iter()
                    .try_for_each(|row| self.insert_chunk(std::slice::from_ref(row)))?;
            }
        }
        Ok(())
    }

    fn insert_chunk(&mut self, rows: &[CallRow]) -> Result<(), StoreError> {
        let texts = rows.iter().map(Texts::of).collect::<Result<Vec<_>, _>>()?;
        let mut values = Vec::with_capacity(rows.len() * COLUMNS);
        for (row, texts) in rows.iter().zip(&texts) {
            push_values(&mut values, row, texts);
        }
        let sql = insert_sql(rows.len());
        let written = self.tx.execute(&sql, &values)?;
        if written != rows.len() as u64 {
            return Err(self.why_not_written(rows)?);
        }
        for row in rows {
            self.note(row, None, &row.standing());
            self.tx.seen.note(&row.id, row.revision, row.standing());
        }
        Ok(())
    }

    fn why_not_written(&mut self, rows: &[CallRow]) -> Result<StoreError, StoreError> {
        for row in rows.iter().filter(|row| row.call.state.is_live()) {
            if self.line_is_held(row)? {
                return Ok(StoreError::LineBusy);
            }
        }
        Ok(StoreError::Duplicate { what: "call" })
    }

    /// Stores what changed of a call and raises its revision. Who is called, what is said and the policy are fixed
    /// when a call is written down and are not stored again.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read; `LineBusy` when it became live and its number is
    /// held by another live call.
    pub fn update(&mut self, row: &mut CallRow) -> Result<(), StoreError> {
        let before = match self.tx.seen.at(&row.id, row.revision) {
            Some(standing) => standing.clone(),
            None => self.stored_standing(&row.id, row.revision)?,
        };
        let was_live = !matches!(before.state, "planned" | "ended");
        if row.call.state.is_live() && !was_live && self.line_is_held(row)? {
            return Err(StoreError::LineBusy);
        }
        row.archived = before.archived;
        row.ended_at = row.end();
        let facts = &row.call.facts;
        let facts_json = to_json("call facts", facts)?;
        let touched = self.tx.execute(
            UPDATE,
            params![
                &row.id,
                row.revision,
                row.account_id.as_ref(),
                row.caller_id.as_ref(),
                row.call.state.word(),
                row.call
                    .state
                    .outcome()
                    .map(outdial_domain::call::Outcome::as_str),
                row.call.state.is_live(),
                row.call.due_at,
                row.deadline_at,
                &facts_json,
                facts.carrier_call_id.as_ref(),
                facts.claimed_at,
                facts.answered_at,
                row.ended_at,
                facts.talk_ms(),
                facts.cost.as_ref().map(|cost| cost.micros),
                facts.cost.as_ref().map(|cost| &cost.currency),
                row.warning.as_ref(),
                row.updated_at,
                row.run_id.as_ref(),
            ],
        )?;
        if touched == 0 {
            return Err(StoreError::Conflict { what: "call" });
        }
        row.revision += 1;
        let after = row.standing();
        self.note(row, Some(&before), &after);
        self.tx.seen.note(&row.id, row.revision, after);
        Ok(())
    }

    /// Clears ended calls from the log, a bounded number at a time. They stay in reports of their runs.
    ///
    /// # Errors
    /// What the database said.
    pub fn archive_ended(&mut self) -> Result<Archived, StoreError> {
        let rows = self.tx.query(ARCHIVE, params![ARCHIVE_LIMIT])?;
        let cleared = rows.len() as u64;
        for mut row in rows {
            let run: Option<RunId> = row.opt_parsed("run id")?;
            let created_at = row.time()?;
            let before = super::row::read_standing(&mut row)?;
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

    fn line_is_held(&mut self, row: &CallRow) -> Result<bool, StoreError> {
        let held = self.tx.query_one(LINE_HELD, params![row.phone.e164(), &row.id])?;
        Ok(held.is_some())
    }

    fn stored_standing(&mut self, id: &CallId, revision: i64) -> Result<Standing, StoreError> {
        let found = self.tx.query_one(STANDING, params![id, revision])?;
        super::row::read_standing(&mut found.ok_or(StoreError::Conflict { what: "call" })?)
    }

    fn note(&mut self, row: &CallRow, before: Option<&Standing>, after: &Standing) {
        let workspace = self.tx.workspace.clone();
        let origin = Origin {
            workspace: &workspace,
            run: row.run_id.as_ref(),
            created_at: row.created_at,
        };
        self.tx.session().ledger.note(&origin, before, after);
    }
}

/// What of a new row must be written as text.
struct Texts {
    name_key: Option<String>,
    phone_tail: String,
    policy: String,
    facts: String,
    created_by: String,
    window_override: Option<String>,
    ended_at: Option<Timestamp>,
}

impl Texts {
    fn of(row: &CallRow) -> Result<Self, StoreError> {
        Ok(Self {
            name_key: row.name.as_ref().map(|name| name.to_lowercase()),
            phone_tail: row
                .phone
                .e164()
                .chars()
                .rev()
                .filter(char::is_ascii_digit)
                .collect(),
            policy: to_json("call policy", &row.policy)?,
            facts: to_json("call facts", &row.call.facts)?,
            created_by: to_json("actor", &row.created_by)?,
            window_override: row
                .window_override
                .as_ref()
                .map(|o| to_json("window override", o))
                .transpose()?,
            ended_at: row.end(),
        })
    }
}

fn push_values<'a>(values: &mut Vec<Param<'a>>, row: &'a CallRow, texts: &'a Texts) {
    let facts = &row.call.facts;
    values.extend([
        Param::from(&row.id),
        Param::from(row.run_id.as_ref()),
        Param::from(row.name.as_ref()),
        Param::from(texts.name_key.as_ref()),
        Param::from(row.phone.e164()),
        Param::from(&texts.phone_tail),
        Param::from(row.region.as_ref()),
        Param::from(&row.message),
        Param::from(row.voice.as_ref()),
        Param::from(row.language.as_ref()),
        Param::from(&texts.policy),
        Param::from(&texts.created_by),
        Param::from(texts.window_override.as_ref()),
        Param::from(row.created_at),
        Param::from(row.account_id.as_ref()),
        Param::from(row.caller_id.as_ref()),
        Param::from(row.call.state.word()),
        Param::from(
            row.call
                .state
                .outcome()
                .map(outdial_domain::call::Outcome::as_str),
        ),
        Param::from(row.call.state.is_live()),
        Param::from(row.call.due_at),
        Param::from(row.deadline_at),
        Param::from(&texts.facts),
        Param::from(facts.carrier_call_id.as_ref()),
        Param::from(facts.claimed_at),
        Param::from(facts.answered_at),
        Param::from(texts.ended_at),
        Param::from(facts.talk_ms()),
        Param::from(facts.cost.as_ref().map(|cost| cost.micros)),
        Param::from(facts.cost.as_ref().map(|cost| &cost.currency)),
        Param::from(row.warning.as_ref()),
        Param::from(row.archived),
        Param::from(row.updated_at),
        Param::from(row.revision),
    ]);
}

/// `ON CONFLICT DO NOTHING`: on PostgreSQL a violated constraint would end the whole transaction.
fn insert_sql(rows: usize) -> String {
    let rows: Vec<String> = (0..rows).map(|row| row_placeholders(2 + row * COLUMNS)).collect();
    format!(
        "INSERT INTO calls ({INSERT_COLUMNS}) VALUES {} ON CONFLICT DO NOTHING",
        rows.join(", ")
    )
}

/// The placeholders of one row: the workspace, whether the run is paused, and the row's own values.
fn row_placeholders(first: usize) -> String {
    let own: Vec<String> = (first..first + COLUMNS)
        .map(|number| format!("${number}"))
        .collect();
    let run = first + 1;
    format!(
        "($1, (SELECT COUNT(*) FROM runs WHERE workspace_id = $1 AND id = ${run} AND state = 'paused'), {})",
        own.join(", ")
    )
}

fn to_json<T: serde::Serialize>(what: &str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::corrupt(what, &why))
}

const INSERT_COLUMNS: &str = "workspace_id, held, id, run_id, name, name_key, phone, phone_tail, region, message, voice,
    language, policy, created_by, window_override, created_at, account_id, caller_id, state, outcome, live, due_at,
    deadline_at, facts, leg, dialed_at, answered_at, ended_at, talk_ms, cost_micros, cost_currency, warning, archived,
    updated_at, revision";
/// Of `INSERT_COLUMNS`, those that come from the row.
const COLUMNS: usize = 33;
/// SQLite takes 32,766 parameters in a statement; more rows at once gain nothing.
const ROWS_AT_ONCE: usize = 32;

const UPDATE: &str = "UPDATE calls SET account_id = $4, caller_id = $5, state = $6, outcome = $7, live = $8, due_at = $9,
    deadline_at = $10, facts = $11, leg = $12, dialed_at = $13, answered_at = $14, ended_at = $15, talk_ms = $16,
    cost_micros = $17, cost_currency = $18, warning = $19, updated_at = $20, revision = revision + 1,
    held = CASE WHEN $6 = 'planned'
      THEN (SELECT COUNT(*) FROM runs WHERE workspace_id = $1 AND id = $21 AND state = 'paused') ELSE 0 END
  WHERE workspace_id = $1 AND id = $2 AND revision = $3";

const LINE_HELD: &str =
    "SELECT id FROM calls WHERE workspace_id = $1 AND phone = $2 AND live = 1 AND id <> $3 LIMIT 1";

const STANDING: &str = "SELECT archived, state, outcome, dialed_at, talk_ms, cost_micros, cost_currency
  FROM calls WHERE workspace_id = $1 AND id = $2 AND revision = $3";

const ARCHIVE: &str = "UPDATE calls SET archived = 1, revision = revision + 1
  WHERE workspace_id = $1 AND id IN (
    SELECT id FROM calls WHERE workspace_id = $1 AND archived = 0 AND state = 'ended' ORDER BY created_at LIMIT $2)
  RETURNING run_id, created_at, archived, state, outcome, dialed_at, talk_ms, cost_micros, cost_currency";
/// Some tens of milliseconds of the writer's time.
const ARCHIVE_LIMIT: u32 = 500;
