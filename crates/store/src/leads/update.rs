//! Changed leads. The counters follow in the same transaction.

use super::counters::{self, Counted};
use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::params;

impl Leads<'_, '_> {
    /// Stores what changed of a lead and raises its revision. Its list, its number and who holds it are not stored.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut LeadRow) -> Result<(), StoreError> {
        let conflict = || StoreError::Conflict { what: "lead" };
        let before = self.get(&row.id)?.ok_or_else(conflict)?;
        let (contact_key, company_key) = row.keys();
        let standing = &row.standing;
        let written = self.tx.execute(
            "UPDATE leads SET contact_name = $4, company_name = $5, contact_key = $6, company_key = $7, title = $8,
               status = $9, call_attempts = $10, last_called_at = $11, last_call_id = $12, last_outcome = $13,
               disposition = $14, resolution = $15, callback_at = $16, notes = $17, updated_at = $18,
               revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                row.contact_name.as_ref(),
                row.company_name.as_ref(),
                &contact_key,
                &company_key,
                row.title.as_ref(),
                standing.status.as_str(),
                standing.call_attempts,
                standing.last_called_at,
                standing.last_call_id.as_ref(),
                standing.last_outcome.map(outdial_domain::call::Outcome::as_str),
                standing.disposed.as_ref().map(|disposed| &disposed.code),
                row.resolution(),
                standing.callback_at,
                row.notes.as_ref(),
                row.updated_at,
            ],
        )?;
        if written == 0 {
            return Err(conflict());
        }
        row.revision += 1;
        self.replace_terms(&before, row)?;
        counters::replace(self.tx, &Counted::of(&before), &Counted::of(row))
    }
}
