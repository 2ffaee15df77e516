//! Single leads.

use outdial_domain::ids::{LeadId, ListId};

use super::row::{LEAD_COLUMNS, read_lead};
use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::{Param, params};

impl Leads<'_, '_> {
    /// The lead with this id.
    ///
    /// # Errors
    /// What the database said.
    pub fn get(&mut self, id: &LeadId) -> Result<Option<LeadRow>, StoreError> {
        let found = self.select("FROM leads WHERE workspace_id = $1 AND id = $2", params![id])?;
        Ok(found.into_iter().next())
    }

    /// Removes the leads of a list that was never completed.
    pub(crate) fn remove_of_list(&mut self, list: &ListId) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM lead_terms WHERE workspace_id = $1 AND list_id = $2",
            "DELETE FROM lead_numbers WHERE workspace_id = $1
               AND lead_id IN (SELECT id FROM leads WHERE workspace_id = $1 AND list_id = $2)",
            "DELETE FROM lead_consents WHERE workspace_id = $1
               AND lead_id IN (SELECT id FROM leads WHERE workspace_id = $1 AND list_id = $2)",
            "DELETE FROM leads WHERE workspace_id = $1 AND list_id = $2",
        ] {
            self.tx.execute(sql, params![list])?;
        }
        Ok(())
    }

    /// `rest` is the statement from `FROM` on.
    pub(super) fn select(&mut self, rest: &str, values: &[Param<'_>]) -> Result<Vec<LeadRow>, StoreError> {
        let sql = format!("SELECT {LEAD_COLUMNS} {rest}");
        self.tx.query(&sql, values)?.into_iter().map(read_lead).collect()
    }
}
