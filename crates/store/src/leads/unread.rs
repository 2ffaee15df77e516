//! Leads that a campaign has not looked at.

use outdial_domain::ids::{CampaignId, ListId};
use outdial_domain::leads::ConsentScope;

use super::{LeadRow, Leads, consent};
use crate::StoreError;
use crate::db::params;

impl Leads<'_, '_> {
    /// The leads of a list after a line, in their order; only those that have given a consent, if one is needed.
    pub(crate) fn after_line(
        &mut self,
        list: &ListId,
        line: i64,
        needed: Option<ConsentScope>,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        let rest = format!(
            "FROM leads WHERE workspace_id = $1 AND list_id = $2 AND line > $3{} ORDER BY line, id LIMIT $4",
            and_given(needed)
        );
        self.select(&rest, params![list, line, limit])
    }

    /// The leads of a list that a campaign has nothing about, in an order that an index has; only those that have given
    /// a consent, if one is needed.
    pub(crate) fn not_looked_at(
        &mut self,
        campaign: &CampaignId,
        list: &ListId,
        order: &'static str,
        needed: Option<ConsentScope>,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        let rest = format!(
            "FROM leads WHERE workspace_id = $1 AND list_id = $3 AND NOT EXISTS (
               SELECT 1 FROM campaign_leads c
               WHERE c.workspace_id = $1 AND c.campaign_id = $2 AND c.lead_id = leads.id){}
             ORDER BY {order} LIMIT $4",
            and_given(needed)
        );
        self.select(&rest, params![campaign, list, limit])
    }
}

fn and_given(needed: Option<ConsentScope>) -> String {
    needed.map_or_else(String::new, |scope| {
        format!(" AND {}", consent::condition(scope, true))
    })
}
