//! The lists of a campaign, and the leads in them that it has not looked at.

use outdial_domain::campaign::LeadOrder;
use outdial_domain::ids::{CampaignId, ListId};
use outdial_domain::leads::ConsentScope;

use super::row::Campaigns;
use crate::db::params;
use crate::{LeadRow, StoreError};

impl Campaigns<'_, '_> {
    /// Says which lists a campaign goes through, in this order. Lists that stay are not read from the beginning again.
    ///
    /// # Errors
    /// What the database said.
    pub fn set_lists(&mut self, id: &CampaignId, lists: &[ListId]) -> Result<(), StoreError> {
        for old in self.lists(id)? {
            if !lists.contains(&old) {
                self.tx.execute(
                    "DELETE FROM campaign_lists WHERE workspace_id = $1 AND campaign_id = $2 AND list_id = $3",
                    params![id, &old],
                )?;
            }
        }
        for (place, list) in (0_i64..).zip(lists) {
            self.tx.execute(
                "INSERT INTO campaign_lists (workspace_id, campaign_id, list_id, place, read_line)
                 VALUES ($1, $2, $3, $4, 0)
                 ON CONFLICT (workspace_id, campaign_id, list_id) DO UPDATE SET place = excluded.place",
                params![id, list, place],
            )?;
        }
        Ok(())
    }

    /// The lists of a campaign, in their order.
    ///
    /// # Errors
    /// What the database said.
    pub fn lists(&mut self, id: &CampaignId) -> Result<Vec<ListId>, StoreError> {
        let sql =
            "SELECT list_id FROM campaign_lists WHERE workspace_id = $1 AND campaign_id = $2 ORDER BY place";
        let rows = self.tx.query(sql, params![id])?;
        rows.into_iter().map(|mut row| row.parsed("list id")).collect()
    }

    /// How many leads are in its lists.
    ///
    /// # Errors
    /// What the database said.
    pub fn lead_count(&mut self, id: &CampaignId) -> Result<u64, StoreError> {
        let sql =
            "SELECT CAST(COALESCE(SUM(c.leads), 0) AS BIGINT) FROM campaign_lists l JOIN lead_counters c
               ON c.workspace_id = l.workspace_id AND c.list_id = l.list_id
             WHERE l.workspace_id = $1 AND l.campaign_id = $2";
        let found = self.tx.query_one(sql, params![id])?;
        found.map_or(Ok(0), |mut row| row.count())
    }

    /// The next leads that the campaign has not looked at, in its order; only those that have given a consent, if one is
    /// needed. Lists in their own order are read on from where they were left, so that a million leads cost no more than
    /// ten.
    ///
    /// # Errors
    /// What the database said.
    pub fn read_on(
        &mut self,
        id: &CampaignId,
        order: LeadOrder,
        needed: Option<ConsentScope>,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        for (list, read_line) in self.open_lists(id)? {
            let found = match order {
                LeadOrder::ListOrder => self.tx.leads().after_line(&list, read_line, needed, limit)?,
                LeadOrder::NewestFirst => {
                    self.tx
                        .leads()
                        .not_looked_at(id, &list, "line DESC, id DESC", needed, limit)?
                }
                LeadOrder::FewestAttempts => {
                    self.tx
                        .leads()
                        .not_looked_at(id, &list, "call_attempts, id", needed, limit)?
                }
                LeadOrder::LongestAgo => {
                    self.tx
                        .leads()
                        .not_looked_at(id, &list, "last_called_key, id", needed, limit)?
                }
            };
            let Some(last) = found.iter().map(|lead| i64::from(lead.line)).max() else {
                continue;
            };
            if order == LeadOrder::ListOrder {
                self.tx.execute(
                    "UPDATE campaign_lists SET read_line = $4
                     WHERE workspace_id = $1 AND campaign_id = $2 AND list_id = $3",
                    params![id, &list, last],
                )?;
            }
            return Ok(found);
        }
        Ok(Vec::new())
    }

    /// Leads that came into a list behind the place up to which it was read: moved there, left out before, or without a
    /// consent that they have given since.
    ///
    /// # Errors
    /// What the database said.
    pub fn read_behind(
        &mut self,
        id: &CampaignId,
        needed: Option<ConsentScope>,
        limit: u32,
    ) -> Result<Vec<LeadRow>, StoreError> {
        for (list, _) in self.open_lists(id)? {
            let found = self
                .tx
                .leads()
                .not_looked_at(id, &list, "line, id", needed, limit)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Lists that are complete and not archived, with the line up to which each was read.
    pub(super) fn open_lists(&mut self, id: &CampaignId) -> Result<Vec<(ListId, i64)>, StoreError> {
        let sql = "SELECT c.list_id, c.read_line FROM campaign_lists c JOIN lists l
               ON l.workspace_id = c.workspace_id AND l.id = c.list_id
             WHERE c.workspace_id = $1 AND c.campaign_id = $2 AND l.state = 'ready' ORDER BY c.place";
        let rows = self.tx.query(sql, params![id])?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("list id")?, row.int()?)))
            .collect()
    }
}
