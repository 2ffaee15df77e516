//! Leads that a campaign has not looked at.

use outdial_domain::ids::{CampaignId, ListId};

use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::params;

impl Leads<'_, '_> {
    /// The leads of a list after a line, in their order.
    pub(crate) fn after_line(
        &mut self,
        list: &ListId,
        line: i64,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        self.select(
            "FROM leads WHERE workspace_id = $1 AND list_id = $2 AND line > $3 ORDER BY line, id LIMIT $4",
            params![list, line, limit],
        )
    }

    /// The leads of a list that a campaign has nothing about, in an order that an index has.
    pub(crate) fn not_looked_at(
        &mut self,
        campaign: &CampaignId,
        list: &ListId,
        order: &'static str,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        let rest = format!(
            "FROM leads WHERE workspace_id = $1 AND list_id = $3 AND NOT EXISTS (
               SELECT 1 FROM campaign_leads c
               WHERE c.workspace_id = $1 AND c.campaign_id = $2 AND c.lead_id = leads.id)
             ORDER BY {order} LIMIT $4"
        );
        self.select(&rest, params![campaign, list, limit])
    }
}
