//! What was changed of leads by people and imports: their history, and how it is taken back.

use outdial_domain::Timestamp;
use outdial_domain::ids::{DncId, LeadChangeId, LeadId, ListId};
use outdial_domain::leads::{Disposed, FieldChange, LeadResult, LeadStatus, Resolution, Standing};
use serde::{Deserialize, Serialize};

use super::{LeadRow, Leads};
use crate::db::{Param, Row, params, value_rows};
use crate::{Actor, StoreError};

/// A change of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadChangeRow {
    /// Its id.
    pub id: LeadChangeId,
    /// The lead.
    pub lead_id: LeadId,
    /// When.
    pub at: Timestamp,
    /// The import or the batch that it belongs to.
    pub cause: Option<String>,
    /// Who.
    pub actor: Actor,
    /// What happened, in a word: `created`, `imported`, `changed`, `moved`, `do_not_call`, `archived`, `reopened`.
    pub kind: String,
    /// What differs.
    pub change: LeadChange,
}

/// What differs of a lead after a change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeadChange {
    /// What is known of it.
    #[serde(default)]
    pub fields: FieldChange,
    /// The list that it was in, and the one that it came into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<(ListId, ListId)>,
    /// What was agreed, before and after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<(Agreed, Agreed)>,
    /// Entries of the do-not-call list that were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub do_not_call: Vec<DncId>,
}

/// What was agreed with a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    status: LeadStatus,
    disposition: Option<(String, Resolution)>,
    callback_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<LeadResult>,
}

impl Agreed {
    /// What is agreed as the lead stands.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        Self {
            status: standing.status,
            disposition: standing
                .disposed
                .as_ref()
                .map(|disposed| (disposed.code.clone(), disposed.resolution)),
            callback_at: standing.callback_at.map(|at| at.0),
            result: standing.result,
        }
    }

    fn restore(&self, standing: &mut Standing) {
        standing.status = self.status;
        standing.callback_at = self.callback_at.map(Timestamp);
        standing.result = self.result;
        standing.disposed = self
            .disposition
            .clone()
            .map(|(code, resolution)| Disposed { code, resolution });
    }
}

impl LeadChange {
    /// What differs between two versions of a lead.
    #[must_use]
    pub fn between(before: &LeadRow, after: &LeadRow) -> Self {
        let agreed = (Agreed::of(&before.standing), Agreed::of(&after.standing));
        Self {
            fields: before.fields().change_to(&after.fields()),
            list: (before.list_id != after.list_id).then(|| (before.list_id.clone(), after.list_id.clone())),
            agreed: (agreed.0 != agreed.1).then_some(agreed),
            do_not_call: Vec::new(),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.list.is_none() && self.agreed.is_none() && self.do_not_call.is_empty()
    }

    /// Takes it back from a lead, as far as nobody changed the same again; `false` when nothing of it is left to be
    /// taken back.
    pub fn take_back(&self, lead: &mut LeadRow) -> bool {
        let mut is_changed = false;
        if let Some(fields) = lead.fields().without(&self.fields) {
            lead.set_fields(fields);
            is_changed = true;
        }
        if let Some((before, after)) = &self.list
            && lead.list_id == *after
        {
            lead.list_id = before.clone();
            is_changed = true;
        }
        if let Some((before, after)) = &self.agreed
            && Agreed::of(&lead.standing) == *after
        {
            before.restore(&mut lead.standing);
            is_changed = true;
        }
        is_changed
    }
}

impl Leads<'_, '_> {
    /// Keeps changes of leads.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert_changes(&mut self, changes: &[LeadChangeRow]) -> Result<(), StoreError> {
        let workspace = self.tx.workspace.clone();
        for chunk in changes.chunks(ROWS_AT_ONCE) {
            let texts: Result<Vec<_>, StoreError> = chunk.iter().map(texts).collect();
            let texts = texts?;
            let mut values = Vec::with_capacity(chunk.len() * WIDTH);
            for (row, (actor, change)) in chunk.iter().zip(&texts) {
                values.extend([
                    Param::from(&workspace),
                    Param::from(&row.lead_id),
                    Param::from(&row.id),
                    Param::from(row.at),
                    Param::from(row.cause.as_ref()),
                    Param::from(actor),
                    Param::from(&row.kind),
                    Param::from(change),
                ]);
            }
            let sql = format!(
                "INSERT INTO lead_changes (workspace_id, lead_id, id, at, cause, actor, kind, change) VALUES {}",
                value_rows(chunk.len(), WIDTH)
            );
            self.tx.session().execute(&sql, &values)?;
        }
        Ok(())
    }

    /// Changes of a lead before this moment, the newest first. `id` tells changes of one moment apart.
    ///
    /// # Errors
    /// What the database said.
    pub fn changes_before(
        &mut self,
        lead: &LeadId,
        at: Timestamp,
        id: &str,
        limit: u32,
    ) -> Result<Vec<LeadChangeRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM lead_changes WHERE workspace_id = $1 AND lead_id = $2 AND (at, id) < ($3, $4)
             ORDER BY at DESC, id DESC LIMIT $5"
        );
        let rows = self.tx.query(&sql, params![lead, at, id, limit])?;
        rows.into_iter().map(read_change).collect()
    }

    /// Changes that belong to an import or a batch, by lead, behind this one.
    ///
    /// # Errors
    /// What the database said.
    pub fn changes_of(
        &mut self,
        cause: &str,
        after: Option<&LeadId>,
        limit: u32,
    ) -> Result<Vec<LeadChangeRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM lead_changes WHERE workspace_id = $1 AND cause = $2 AND lead_id > $3
             ORDER BY lead_id LIMIT $4"
        );
        let after = after.map(ToString::to_string).unwrap_or_default();
        let rows = self.tx.query(&sql, params![cause, &after, limit])?;
        rows.into_iter().map(read_change).collect()
    }

    /// Forgets a change that never was: it was taken back before anybody could build on it.
    ///
    /// # Errors
    /// What the database said.
    pub fn forget_change(&mut self, change: &LeadChangeRow) -> Result<(), StoreError> {
        let sql = "DELETE FROM lead_changes WHERE workspace_id = $1 AND lead_id = $2 AND id = $3";
        self.tx
            .execute(sql, params![&change.lead_id, &change.id])
            .map(|_| ())
    }
}

fn texts(row: &LeadChangeRow) -> Result<(String, String), StoreError> {
    let actor = serde_json::to_string(&row.actor).map_err(|why| StoreError::corrupt("actor", &why))?;
    let change = serde_json::to_string(&row.change).map_err(|why| StoreError::corrupt("change", &why))?;
    Ok((actor, change))
}

fn read_change(mut row: Row) -> Result<LeadChangeRow, StoreError> {
    Ok(LeadChangeRow {
        id: row.parsed("change id")?,
        lead_id: row.parsed("lead id")?,
        at: row.time()?,
        cause: row.opt_text()?,
        actor: row.json("actor")?,
        kind: row.text()?,
        change: row.json("change of a lead")?,
    })
}

const COLUMNS: &str = "id, lead_id, at, cause, actor, kind, change";
const WIDTH: usize = 8;
const ROWS_AT_ONCE: usize = 100;
