//! New calls.

use outdial_domain::Timestamp;

use super::search::tail_of;
use super::{CallRow, Calls};
use crate::StoreError;
use crate::db::Param;

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
            self.count_change(row, None);
            self.tx.seen.note(row);
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
            phone_tail: tail_of(&row.phone),
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
        Param::from(row.lead_id.as_ref()),
        Param::from(row.room_id.as_ref()),
        Param::from(row.campaign_id.as_ref()),
        Param::from(row.list_id.as_ref()),
        Param::from(row.agent_id.as_ref()),
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

pub(super) fn to_json<T: serde::Serialize>(what: &str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::corrupt(what, &why))
}

const INSERT_COLUMNS: &str = "workspace_id, held, id, run_id, name, name_key, phone, phone_tail, region, message, voice,
    language, policy, created_by, window_override, created_at, account_id, caller_id, state, outcome, live, due_at,
    deadline_at, facts, leg, dialed_at, answered_at, ended_at, talk_ms, cost_micros, cost_currency, warning, archived,
    updated_at, revision, lead_id, room_id, campaign_id, list_id,
    agent_id";
/// Of `INSERT_COLUMNS`, those that come from the row.
const COLUMNS: usize = 38;
/// SQLite takes 32,766 parameters in a statement; more rows at once gain nothing.
const ROWS_AT_ONCE: usize = 32;
