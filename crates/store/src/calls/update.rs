//! Changed calls. The counters follow in the same transaction.

use std::fmt::Write as _;

use outdial_domain::call::Outcome;

use super::insert::to_json;
use super::seen::{Indexed, Stored};
use super::{CallRow, Calls};
use crate::StoreError;
use crate::counters::Origin;
use crate::db::{Param, params};
use crate::reports::Reported;

impl Calls<'_, '_> {
    /// Stores what changed of a call and raises its revision. Who is called, what is said and the policy are fixed
    /// when a call is written down and are not stored again.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read; `LineBusy` when it became live and its number is
    /// held by another live call.
    pub fn update(&mut self, row: &mut CallRow) -> Result<(), StoreError> {
        let before = self.stored(row)?;
        let was_live = !matches!(before.standing.state, "planned" | "ended");
        if row.call.state.is_live() && !was_live && self.line_is_held(row)? {
            return Err(StoreError::LineBusy);
        }
        row.archived = before.standing.archived;
        row.ended_at = row.end();
        // Stored by others, and not by this statement.
        row.agent_id.clone_from(&before.agent_id);
        row.disposition.clone_from(&before.disposition);
        let facts = to_json("call facts", &row.call.facts)?;
        let change = Change::of(row, &before, &facts);
        if self.tx.execute(&change.sql, &change.values)? == 0 {
            return Err(StoreError::Conflict { what: "call" });
        }
        row.revision += 1;
        self.count_change(row, Some(&before));
        self.tx.seen.note(row);
        self.tx.session().kept.follow(row);
        Ok(())
    }

    pub(super) fn line_is_held(&mut self, row: &CallRow) -> Result<bool, StoreError> {
        let held = self.tx.query_one(LINE_HELD, params![row.phone.e164(), &row.id])?;
        Ok(held.is_some())
    }

    pub(super) fn count_change(&mut self, row: &CallRow, before: Option<&Stored>) {
        let workspace = self.tx.workspace.clone();
        let origin = Origin {
            workspace: &workspace,
            run: row.run_id.as_ref(),
            created_at: row.created_at,
        };
        let standing = before.map(|stored| &stored.standing);
        self.tx.session().ledger.note(&origin, standing, &row.standing());
        self.count_report(
            before.and_then(|stored| stored.reported.clone()),
            Reported::of(row),
        );
    }

    pub(super) fn count_report(&mut self, before: Option<Reported>, after: Option<Reported>) {
        let workspace = self.tx.workspace.clone();
        self.tx.session().ledger.note_report(&workspace, before, after);
    }

    /// How a call is stored at the row's revision.
    pub(super) fn stored(&mut self, row: &CallRow) -> Result<Stored, StoreError> {
        if let Some(stored) = self.tx.seen.at(&row.id, row.revision) {
            return Ok(stored.clone());
        }
        let found = self
            .select(
                "WHERE workspace_id = $1 AND id = $2 AND revision = $3",
                params![&row.id, row.revision],
            )?
            .pop();
        found
            .map(|found| Stored::of(&found))
            .ok_or(StoreError::Conflict { what: "call" })
    }
}

/// The columns to be stored. SQLite rewrites each index that looks at one of them, changed or not; most events
/// change few, so those that stay as they are are left out.
struct Change<'a> {
    /// The statement as far as it is written.
    sql: String,
    values: Vec<Param<'a>>,
}

impl<'a> Change<'a> {
    fn of(row: &'a CallRow, before: &Stored, facts_json: &'a str) -> Self {
        let facts = &row.call.facts;
        let mut sql = String::with_capacity(STATEMENT_BYTES);
        sql.push_str(ALWAYS);
        let mut values = Vec::with_capacity(VALUES_MAX);
        // In the order of the statement's `$2` to `$10`.
        values.extend([
            Param::from(&row.id),
            Param::from(row.revision),
            Param::from(row.account_id.as_ref()),
            Param::from(row.caller_id.as_ref()),
            Param::from(facts_json),
            Param::from(facts.claimed_at),
            Param::from(row.ended_at),
            Param::from(row.warning.as_ref()),
            Param::from(row.updated_at),
        ]);
        let mut change = Self { sql, values };
        change.indexed(row, before);
        change.sql.push_str(THIS_CALL);
        change
    }

    fn indexed(&mut self, row: &'a CallRow, before: &Stored) {
        let Stored {
            standing: then,
            indexed,
            ..
        } = before;
        let now = row.standing();
        let changed = |same: fn(&Indexed, &CallRow) -> bool| !same(indexed, row);
        let facts = &row.call.facts;
        if (then.state, then.outcome) != (now.state, now.outcome) {
            self.set("state", now.state);
            self.set("outcome", row.call.state.outcome().map(Outcome::as_str));
        }
        if changed(|then, row| then.live == row.call.state.is_live()) {
            self.set("live", row.call.state.is_live());
        }
        if then.state != now.state || changed(|then, row| then.due_at == row.call.due_at) {
            self.set("due_at", row.call.due_at);
            self.hold(row);
        }
        if changed(|then, row| then.deadline_at == row.deadline_at) {
            self.set("deadline_at", row.deadline_at);
        }
        if changed(|then, row| then.leg == row.call.facts.carrier_call_id) {
            self.set("leg", facts.carrier_call_id.as_ref());
        }
        if changed(|then, row| then.answered_at == row.call.facts.answered_at) {
            self.set("answered_at", facts.answered_at);
        }
        if then.talk_ms != now.talk_ms {
            self.set("talk_ms", now.talk_ms);
        }
        if then.cost != now.cost {
            self.set("cost_micros", facts.cost.as_ref().map(|cost| cost.micros));
            self.set("cost_currency", facts.cost.as_ref().map(|cost| &cost.currency));
        }
    }

    /// A planned call of a paused run waits.
    fn hold(&mut self, row: &'a CallRow) {
        if row.call.state != outdial_domain::call::State::Planned || row.run_id.is_none() {
            return self.set("held", false);
        }
        self.sql.push_str(
            ", held = (SELECT COUNT(*) FROM runs WHERE workspace_id = $1 AND state = 'paused' AND id = ",
        );
        self.value(Param::from(row.run_id.as_ref()));
        self.sql.push(')');
    }

    fn set(&mut self, column: &str, value: impl Into<Param<'a>>) {
        self.sql.push_str(", ");
        self.sql.push_str(column);
        self.sql.push_str(" = ");
        self.value(value.into());
    }

    /// `$1` is the workspace, `$2` the call, `$3` its revision.
    fn value(&mut self, value: Param<'a>) {
        self.values.push(value);
        write!(self.sql, "${}", self.values.len() + 1).expect("a text takes whatever is written to it");
    }
}

/// What every update stores.
const ALWAYS: &str = "UPDATE calls SET revision = revision + 1, account_id = $4, caller_id = $5, facts = $6, \
    dialed_at = $7, ended_at = $8, warning = $9, updated_at = $10";
const THIS_CALL: &str = " WHERE workspace_id = $1 AND id = $2 AND revision = $3";
/// What an update of every column takes, so that neither grows step by step.
const STATEMENT_BYTES: usize = 640;
const VALUES_MAX: usize = 20;

const LINE_HELD: &str =
    "SELECT id FROM calls WHERE workspace_id = $1 AND phone = $2 AND live = 1 AND id <> $3 LIMIT 1";
