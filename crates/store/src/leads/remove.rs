//! Leads that go again: those of an import that is taken back.

use outdial_domain::ids::{ImportId, LeadId, ListId};

use super::counters::{self, Counted};
use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::params;

impl Leads<'_, '_> {
    /// Leads that an import made, as far as they are still in this list: those behind a lead, in the order of ids.
    ///
    /// # Errors
    /// What the database said.
    pub fn made_by(
        &mut self,
        import: &ImportId,
        list: &ListId,
        after: Option<&(u32, LeadId)>,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        let (line, id) = after.map_or((0, String::new()), |(line, id)| (*line, id.to_string()));
        self.select(
            "FROM leads WHERE workspace_id = $1 AND list_id = $2 AND (line, id) > ($3, $4) AND import_id || '' = $5
             ORDER BY line, id LIMIT $6",
            params![list, line, &id, import, limit],
        )
    }

    /// Whether a campaign has reserved it, to dial it or because it does.
    ///
    /// # Errors
    /// What the database said.
    pub fn is_reserved(&mut self, id: &LeadId) -> Result<bool, StoreError> {
        let sql = "SELECT campaign_id FROM hopper WHERE workspace_id = $1 AND lead_id = $2";
        Ok(self.tx.query_one(sql, params![id])?.is_some())
    }

    /// Removes a lead with all that it is found by and its history; its calls stay in the log.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove(&mut self, row: &LeadRow) -> Result<(), StoreError> {
        self.forget_terms(row)?;
        self.forget_numbers(row)?;
        for sql in [
            "DELETE FROM lead_changes WHERE workspace_id = $1 AND lead_id = $2",
            "DELETE FROM lead_consents WHERE workspace_id = $1 AND lead_id = $2",
            "DELETE FROM callbacks WHERE workspace_id = $1 AND lead_id = $2",
            "DELETE FROM leads WHERE workspace_id = $1 AND id = $2",
        ] {
            self.tx.execute(sql, params![&row.id])?;
        }
        self.tx.campaign_leads().forget(&row.id)?;
        counters::remove(self.tx, &Counted::of(row))
    }
}
