//! New leads.

use super::consent::bits_of;
use super::{LeadRow, Leads, counters};
use crate::StoreError;
use crate::calls::search::tail_of;
use crate::db::{Param, value_rows};

impl Leads<'_, '_> {
    /// Writes new leads down, all or none. They are found, and shown in the order of names, once their
    /// [terms](Leads::insert_terms) and their [numbers](Leads::insert_numbers) are written as well.
    ///
    /// # Errors
    /// `Duplicate` when an id exists; the closure must then fail, for some may have been written.
    pub fn insert_many(&mut self, rows: &[LeadRow]) -> Result<(), StoreError> {
        for chunk in rows.chunks(ROWS_AT_ONCE) {
            self.insert_chunk(chunk)?;
        }
        counters::add(self.tx, rows)
    }

    fn insert_chunk(&mut self, rows: &[LeadRow]) -> Result<(), StoreError> {
        let keys: Vec<Keys> = rows.iter().map(Keys::of).collect();
        let workspace = self.tx.workspace.clone();
        let mut values = Vec::with_capacity(rows.len() * COLUMNS);
        for (row, keys) in rows.iter().zip(&keys) {
            values.push(Param::from(&workspace));
            push_values(&mut values, row, keys);
        }
        let sql = format!(
            "INSERT INTO leads ({INSERT_COLUMNS}) VALUES {} ON CONFLICT DO NOTHING",
            value_rows(rows.len(), COLUMNS)
        );
        let written = self.tx.session().execute(&sql, &values)?;
        if written == rows.len() as u64 {
            Ok(())
        } else {
            Err(StoreError::Duplicate { what: "lead" })
        }
    }
}

/// What of a lead is stored in another form than the row has it.
pub(super) struct Keys {
    pub(super) contact: String,
    pub(super) company: String,
    pub(super) phone_tail: String,
    pub(super) numbers: Option<String>,
    pub(super) custom: Option<String>,
    pub(super) tags: Option<String>,
}

impl Keys {
    pub(super) fn of(row: &LeadRow) -> Self {
        let (contact, company) = row.keys();
        Self {
            contact,
            company,
            phone_tail: tail_of(&row.phone),
            numbers: (!row.numbers.is_empty()).then(|| json(&row.numbers)),
            custom: (!row.custom.is_empty()).then(|| json(&row.custom)),
            tags: (!row.tags.is_empty()).then(|| json(&row.tags)),
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts, lists and maps of texts are JSON")
}

fn push_values<'a>(values: &mut Vec<Param<'a>>, row: &'a LeadRow, keys: &'a Keys) {
    let standing = &row.standing;
    values.extend([
        Param::from(&row.id),
        Param::from(&row.list_id),
        Param::from(row.line),
        Param::from(row.contact_name.as_ref()),
        Param::from(row.company_name.as_ref()),
        Param::from(&keys.contact),
        Param::from(&keys.company),
        Param::from(row.title.as_ref()),
        Param::from(row.email.as_ref()),
        Param::from(row.phone.e164()),
        Param::from(&keys.phone_tail),
        Param::from(row.region.as_ref()),
        Param::from(row.time_zone.as_ref()),
        Param::from(standing.status.as_str()),
        Param::from(standing.call_attempts),
        Param::from(standing.last_called_at),
        Param::from(standing.last_call_id.as_ref()),
        Param::from(standing.last_outcome.map(outdial_domain::call::Outcome::as_str)),
        Param::from(standing.disposed.as_ref().map(|disposed| &disposed.code)),
        Param::from(row.resolution()),
        Param::from(standing.callback_at),
        Param::from(row.notes.as_ref()),
        Param::from(row.created_at),
        Param::from(row.updated_at),
        Param::from(row.revision),
        Param::from(keys.numbers.as_ref()),
        Param::from(keys.custom.as_ref()),
        Param::from(keys.tags.as_ref()),
        Param::from(row.import_id.as_ref()),
        Param::from(standing.result.map(outdial_domain::leads::LeadResult::as_str)),
        Param::from(bits_of(&row.consents)),
    ]);
}

const INSERT_COLUMNS: &str =
    "workspace_id, id, list_id, line, contact_name, company_name, contact_key, company_key,
    title, email, phone, phone_tail, region, time_zone, status, call_attempts, last_called_at, last_call_id,
    last_outcome, disposition, resolution, callback_at, notes, created_at, updated_at, revision, numbers, custom, tags,
    import_id, result, consents";
const COLUMNS: usize = 32;
/// SQLite takes 32,766 parameters in a statement; more rows at once gain nothing.
const ROWS_AT_ONCE: usize = 50;
