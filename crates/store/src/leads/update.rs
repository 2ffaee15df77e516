//! Changed leads. What they are found by and the counters follow in the same transaction.

use super::consent::bits_of;
use super::counters::{self, Counted};
use super::insert::Keys;
use super::{LeadRow, Leads};
use outdial_domain::leads::ConsentScope;

use crate::StoreError;
use crate::db::params;

impl Leads<'_, '_> {
    /// Stores what changed of a lead and raises its revision. Who holds it is not stored.
    ///
    /// # Errors
    /// `Conflict` when somebody else updated it since it was read.
    pub fn update(&mut self, row: &mut LeadRow) -> Result<(), StoreError> {
        let conflict = || StoreError::Conflict { what: "lead" };
        let before = self.get(&row.id)?.ok_or_else(conflict)?;
        let keys = Keys::of(row);
        let standing = &row.standing;
        let written = self.tx.execute(
            "UPDATE leads SET contact_name = $4, company_name = $5, contact_key = $6, company_key = $7, title = $8,
               status = $9, call_attempts = $10, last_called_at = $11, last_call_id = $12, last_outcome = $13,
               disposition = $14, resolution = $15, callback_at = $16, notes = $17, updated_at = $18,
               result = $19, revision = revision + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $3",
            params![
                &row.id,
                row.revision,
                row.contact_name.as_ref(),
                row.company_name.as_ref(),
                &keys.contact,
                &keys.company,
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
                standing.result.map(outdial_domain::leads::LeadResult::as_str),
            ],
        )?;
        if written == 0 {
            return Err(conflict());
        }
        row.revision += 1;
        self.update_rest(&before, row, &keys)?;
        self.replace_terms(&before, row)?;
        self.replace_numbers(&before, row)?;
        if ConsentScope::ALL
            .into_iter()
            .any(|scope| row.consents.has(scope) && !before.consents.has(scope))
        {
            self.tx.campaign_leads().consent_given(&row.id, row.updated_at)?;
        }
        counters::replace(self.tx, &Counted::of(&before), &Counted::of(row))
    }

    /// What calls do not change: a lead is written several times for each of its calls, and its list and numbers
    /// stand in indexes.
    fn update_rest(&mut self, before: &LeadRow, row: &LeadRow, keys: &Keys) -> Result<(), StoreError> {
        let is_same = before.list_id == row.list_id
            && before.line == row.line
            && before.email == row.email
            && before.phone == row.phone
            && before.numbers == row.numbers
            && before.region == row.region
            && before.time_zone == row.time_zone
            && before.custom == row.custom
            && before.tags == row.tags
            && before.consents == row.consents;
        if is_same {
            return Ok(());
        }
        self.tx.execute(
            "UPDATE leads SET list_id = $3, line = $4, email = $5, phone = $6, phone_tail = $7, region = $8,
               time_zone = $9, numbers = $10, custom = $11, tags = $12,
               consents = $13
             WHERE workspace_id = $1 AND id = $2",
            params![
                &row.id,
                &row.list_id,
                row.line,
                row.email.as_ref(),
                row.phone.e164(),
                &keys.phone_tail,
                row.region.as_ref(),
                row.time_zone.as_ref(),
                keys.numbers.as_ref(),
                keys.custom.as_ref(),
                keys.tags.as_ref(),
                bits_of(&row.consents),
            ],
        )?;
        Ok(())
    }
}
