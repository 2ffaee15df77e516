//! Which campaign is the automation, and where a campaign with batches stands in time.

use outdial_domain::Timestamp;
use outdial_domain::ids::CampaignId;

use super::Automation;
use crate::StoreError;
use crate::db::params;

/// Where a campaign with batches stands in time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PulseRow {
    /// When the next batch is called; absent before the first look.
    pub next_at: Option<Timestamp>,
    /// When the last one was to be called.
    pub last_at: Option<Timestamp>,
    /// Until when the circuit breaker is, or was, open.
    pub open_until: Option<Timestamp>,
    /// Why it opened last.
    pub open_why: Option<String>,
}

impl Automation<'_, '_> {
    /// The campaign that is the workspace's automation.
    ///
    /// # Errors
    /// What the database said.
    pub fn campaign(&mut self) -> Result<Option<CampaignId>, StoreError> {
        let sql = "SELECT campaign_id FROM automations WHERE workspace_id = $1";
        let found = self.tx.query_one(sql, params![])?;
        found.map(|mut row| row.parsed("campaign id")).transpose()
    }

    /// Makes a campaign the workspace's automation, unless another one is.
    ///
    /// # Errors
    /// What the database said.
    pub fn set_campaign(&mut self, campaign: &CampaignId) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO automations (workspace_id, campaign_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        self.tx.execute(sql, params![campaign]).map(|_| ())
    }

    /// Where a campaign stands in time.
    ///
    /// # Errors
    /// What the database said.
    pub fn pulse(&mut self, campaign: &CampaignId) -> Result<PulseRow, StoreError> {
        let sql = "SELECT next_at, last_at, open_until, open_why FROM pulses
             WHERE workspace_id = $1 AND campaign_id = $2";
        let Some(mut row) = self.tx.query_one(sql, params![campaign])? else {
            return Ok(PulseRow::default());
        };
        Ok(PulseRow {
            next_at: row.opt_time()?,
            last_at: row.opt_time()?,
            open_until: row.opt_time()?,
            open_why: row.opt_text()?,
        })
    }

    /// Notes where a campaign stands in time.
    ///
    /// # Errors
    /// What the database said.
    pub fn put_pulse(&mut self, campaign: &CampaignId, row: &PulseRow) -> Result<(), StoreError> {
        self.tx.execute(
            "INSERT INTO pulses (workspace_id, campaign_id, next_at, last_at, open_until, open_why)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (workspace_id, campaign_id) DO UPDATE SET next_at = excluded.next_at,
               last_at = excluded.last_at, open_until = excluded.open_until, open_why = excluded.open_why",
            params![
                campaign,
                row.next_at,
                row.last_at,
                row.open_until,
                row.open_why.as_ref()
            ],
        )?;
        Ok(())
    }
}
