//! The calls of a campaign.

use outdial_domain::PhoneNumber;
use outdial_domain::ids::CampaignId;

use super::search::tail_of;
use super::{CallRow, Calls};
use crate::StoreError;
use crate::db::params;

impl Calls<'_, '_> {
    /// The calls of a campaign that are not over, oldest first.
    ///
    /// # Errors
    /// What the database said.
    pub fn open_of_campaign(
        &mut self,
        campaign: &CampaignId,
        limit: u32,
    ) -> Result<Vec<CallRow>, StoreError> {
        self.select(
            "WHERE workspace_id = $1 AND campaign_id = $2 AND state <> 'ended' ORDER BY id LIMIT $3",
            params![campaign, limit],
        )
    }

    /// How often a campaign has dialled a number.
    ///
    /// # Errors
    /// What the database said.
    pub fn dialed_by_campaign(
        &mut self,
        campaign: &CampaignId,
        phone: &PhoneNumber,
    ) -> Result<u32, StoreError> {
        let tail = tail_of(phone);
        let sql =
            "SELECT COUNT(*) FROM calls WHERE workspace_id = $1 AND phone_tail = $2 AND campaign_id = $3
             AND dialed_at IS NOT NULL";
        let found = self.tx.query_one(sql, params![&tail, campaign])?;
        found.map_or(Ok(0), |mut row| row.small())
    }
}
