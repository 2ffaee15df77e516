//! What the calls of batches came to.

use outdial_domain::Timestamp;
use outdial_domain::automation::BreakerFacts;
use outdial_domain::call::Cost;
use outdial_domain::ids::CampaignId;
use outdial_domain::leads::LeadResult;

use super::Automation;
use crate::StoreError;
use crate::db::{Param, params};

/// What the calls of a quarter of an hour came to, by result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomationSlot {
    /// Quarters of an hour since 1970.
    pub slot: i64,
    /// What came of them; absent while that is not decided.
    pub result: Option<LeadResult>,
    /// How many.
    pub calls: u64,
    /// Which calls to their leads they were, added up.
    pub attempts: u64,
}

/// What calls came to in all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AutomationFigures {
    /// By time and result.
    pub slots: Vec<AutomationSlot>,
    /// What they cost, by currency, as far as it is known.
    pub costs: Vec<Cost>,
    /// Calls of which the price is known.
    pub priced: u64,
}

impl Automation<'_, '_> {
    /// What the calls of a campaign's batches between two times came to.
    ///
    /// # Errors
    /// What the database said.
    pub fn figures(
        &mut self,
        campaign: &CampaignId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<AutomationFigures, StoreError> {
        let sql = format!(
            "SELECT r.at / {SLOT_US}, l.result, COUNT(*), CAST(SUM(l.attempt) AS BIGINT) {CALLED} AND r.at < $4
             GROUP BY r.at / {SLOT_US}, l.result ORDER BY r.at / {SLOT_US}, l.result"
        );
        let mut figures = AutomationFigures::default();
        for mut row in self.tx.query(&sql, params![campaign, from, to])? {
            figures.slots.push(AutomationSlot {
                slot: row.int()?,
                result: row.opt_parsed("result of a lead")?,
                calls: row.count()?,
                attempts: row.count()?,
            });
        }
        for (cost, priced) in self.costs("AND r.at < $4", params![campaign, from, to])? {
            figures.costs.push(cost);
            figures.priced += priced;
        }
        Ok(figures)
    }

    /// What the calls of a campaign's batches since a time have cost, by currency, as far as it is known.
    ///
    /// # Errors
    /// What the database said.
    pub fn spent_since(&mut self, campaign: &CampaignId, from: Timestamp) -> Result<Vec<Cost>, StoreError> {
        let costs = self.costs("", params![campaign, from])?;
        Ok(costs.into_iter().map(|(cost, _)| cost).collect())
    }

    /// What calls cost by currency, and how many they were; only those of which more holds.
    fn costs(&mut self, only: &str, values: &[Param<'_>]) -> Result<Vec<(Cost, u64)>, StoreError> {
        let sql = format!(
            "SELECT c.cost_currency, CAST(SUM(c.cost_micros) AS BIGINT), COUNT(*) {PRICED} {only}
               AND c.cost_currency IS NOT NULL GROUP BY c.cost_currency ORDER BY c.cost_currency"
        );
        let mut costs = Vec::new();
        for mut row in self.tx.query(&sql, values)? {
            let currency = row.text()?;
            let micros = row.int()?;
            costs.push((Cost::new(micros, currency), row.count()?));
        }
        Ok(costs)
    }

    /// What the circuit breaker looks at.
    ///
    /// # Errors
    /// What the database said.
    pub fn breaker_facts(
        &mut self,
        campaign: &CampaignId,
        from: Timestamp,
        short_ms: i64,
    ) -> Result<BreakerFacts, StoreError> {
        let sql = format!(
            "SELECT COUNT(*),
               CAST(COALESCE(SUM(CASE WHEN l.result = 'failed' THEN 1 ELSE 0 END), 0) AS BIGINT),
               CAST(COALESCE(SUM(CASE WHEN c.answered_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT),
               CAST(COALESCE(SUM(CASE WHEN c.answered_at IS NOT NULL AND c.talk_ms < $4 THEN 1 ELSE 0 END), 0) AS BIGINT)
             {PRICED} AND l.result IS NOT NULL"
        );
        let costs = self.costs("AND l.result IS NOT NULL", params![campaign, from])?;
        let Some(mut row) = self.tx.query_one(&sql, params![campaign, from, short_ms])? else {
            return Ok(BreakerFacts::default());
        };
        Ok(BreakerFacts {
            calls: row.small()?,
            failed: row.small()?,
            answered: row.small()?,
            short: row.small()?,
            costs: costs.into_iter().map(|(cost, _)| cost).collect(),
        })
    }
}

const CALLED: &str = "FROM automation_runs r
  JOIN automation_run_leads l ON l.workspace_id = r.workspace_id AND l.run_id = r.id AND l.call_id IS NOT NULL
  WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.at >= $3";
const PRICED: &str = "FROM automation_runs r
  JOIN automation_run_leads l ON l.workspace_id = r.workspace_id AND l.run_id = r.id AND l.call_id IS NOT NULL
  JOIN calls c ON c.workspace_id = l.workspace_id AND c.id = l.call_id
  WHERE r.workspace_id = $1 AND r.campaign_id = $2 AND r.at >= $3";
/// A quarter of an hour, in microseconds: every zone's hours begin with one.
const SLOT_US: i64 = 900_000_000;
