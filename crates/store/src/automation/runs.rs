//! What batches did about each lead that they looked at.

use outdial_domain::Timestamp;
use outdial_domain::call::Outcome;
use outdial_domain::ids::{AutomationRunId, CallId, CampaignId, LeadId};
use outdial_domain::leads::LeadResult;

use super::Automation;
use crate::StoreError;
use crate::db::{Row, params};
use crate::page::{Page, PageRequest};

/// One batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomationRunRow {
    /// Its id.
    pub id: AutomationRunId,
    /// Of which campaign.
    pub campaign_id: CampaignId,
    /// When it was called.
    pub at: Timestamp,
    /// `schedule`, `cron` or `person`.
    pub started_by: String,
    /// Leads that it looked at.
    pub considered: u32,
    /// Calls that it wrote down.
    pub placed: u32,
    /// Of those, calls that failed.
    pub failed: u32,
    /// Why nobody, or nobody more, was called.
    pub why: String,
}

/// What a batch did about one lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomationRunLead {
    /// Which.
    pub lead_id: LeadId,
    /// Its name now; absent when it has none, or is gone.
    pub name: Option<String>,
    /// The call to it; absent when it was not called.
    pub call_id: Option<CallId>,
    /// Which call to it this is, from 1.
    pub attempt: u32,
    /// How the call ended; absent until then.
    pub outcome: Option<String>,
    /// What came of it; absent until that is decided.
    pub result: Option<LeadResult>,
    /// Why it was not called, or what failed.
    pub error: Option<String>,
}

impl Automation<'_, '_> {
    /// Writes a batch down, and forgets those that nobody asks for any more.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert_run(
        &mut self,
        run: &AutomationRunRow,
        leads: &[AutomationRunLead],
    ) -> Result<(), StoreError> {
        self.forget_before(&run.campaign_id, run.at.plus_ms(-KEPT_MS))?;
        self.tx.execute(
            "INSERT INTO automation_runs (workspace_id, id, campaign_id, at, started_by, considered, placed, failed, why)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                &run.id,
                &run.campaign_id,
                run.at,
                &run.started_by,
                run.considered,
                run.placed,
                run.failed,
                &run.why
            ],
        )?;
        for lead in leads {
            self.tx.execute(
                "INSERT INTO automation_run_leads (workspace_id, run_id, lead_id, call_id, attempt, outcome, result, error)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                params![
                    &run.id,
                    &lead.lead_id,
                    lead.call_id.as_ref(),
                    lead.attempt,
                    lead.outcome.as_ref(),
                    lead.result.map(LeadResult::as_str),
                    lead.error.as_ref()
                ],
            )?;
        }
        Ok(())
    }

    /// Notes how a batch's call ended and what came of it; says whether it was one of a batch.
    ///
    /// # Errors
    /// What the database said.
    pub fn settle_call(
        &mut self,
        call: &CallId,
        outcome: Option<Outcome>,
        result: Option<LeadResult>,
        error: Option<&str>,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT run_id, result FROM automation_run_leads WHERE workspace_id = $1 AND call_id = $2";
        let Some(mut found) = self.tx.query_one(sql, params![call])? else {
            return Ok(false);
        };
        let run: AutomationRunId = found.parsed("run id")?;
        let before = found.opt_text()?;
        self.tx.execute(
            "UPDATE automation_run_leads SET outcome = COALESCE($3, outcome), result = COALESCE($4, result),
               error = COALESCE($5, error)
             WHERE workspace_id = $1 AND call_id = $2",
            params![
                call,
                outcome.map(Outcome::as_str),
                result.map(LeadResult::as_str),
                error
            ],
        )?;
        let failed = LeadResult::Failed;
        let was = before.as_deref() == Some(failed.as_str());
        let change = i64::from(result == Some(failed)) - i64::from(was && result.is_some());
        if change != 0 {
            self.tx.execute(
                "UPDATE automation_runs SET failed = failed + $3 WHERE workspace_id = $1 AND id = $2",
                params![&run, change],
            )?;
        }
        Ok(true)
    }

    /// A batch.
    ///
    /// # Errors
    /// What the database said.
    pub fn run(&mut self, id: &AutomationRunId) -> Result<Option<AutomationRunRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM automation_runs WHERE workspace_id = $1 AND id = $2");
        self.tx.query_one(&sql, params![id])?.map(read).transpose()
    }

    /// A page of a campaign's batches, the newest first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn runs(
        &mut self,
        campaign: &CampaignId,
        page: &PageRequest,
    ) -> Result<Page<AutomationRunRow>, StoreError> {
        let (at, id) = page.before(LIST)?;
        let rows = page.rows();
        let sql = format!(
            "SELECT {COLUMNS} FROM automation_runs WHERE workspace_id = $1 AND campaign_id = $2
               AND (at, id) < ($3, $4) ORDER BY at DESC, id DESC LIMIT $5"
        );
        let limit = i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1);
        let found = self.tx.query(&sql, params![campaign, at, &id, limit])?;
        let found = found.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(found, rows, LIST, |row| {
            vec![row.at.0.to_string(), row.id.to_string()]
        }))
    }

    /// What a batch did about each lead that it looked at.
    ///
    /// # Errors
    /// What the database said.
    pub fn leads_of_run(&mut self, id: &AutomationRunId) -> Result<Vec<AutomationRunLead>, StoreError> {
        let sql = "SELECT l.lead_id, COALESCE(d.contact_name, d.company_name), l.call_id, l.attempt, l.outcome, l.result,
               l.error
             FROM automation_run_leads l
             LEFT JOIN leads d ON d.workspace_id = l.workspace_id AND d.id = l.lead_id
             WHERE l.workspace_id = $1 AND l.run_id = $2 ORDER BY l.call_id IS NULL, l.lead_id";
        let rows = self.tx.query(sql, params![id])?;
        rows.into_iter().map(read_lead).collect()
    }

    fn forget_before(&mut self, campaign: &CampaignId, before: Timestamp) -> Result<(), StoreError> {
        self.tx.execute(
            "DELETE FROM automation_run_leads WHERE workspace_id = $1 AND run_id IN
               (SELECT id FROM automation_runs WHERE workspace_id = $1 AND campaign_id = $2 AND at < $3)",
            params![campaign, before],
        )?;
        self.tx.execute(
            "DELETE FROM automation_runs WHERE workspace_id = $1 AND campaign_id = $2 AND at < $3",
            params![campaign, before],
        )?;
        Ok(())
    }
}

fn read(mut row: Row) -> Result<AutomationRunRow, StoreError> {
    Ok(AutomationRunRow {
        id: row.parsed("run id")?,
        campaign_id: row.parsed("campaign id")?,
        at: row.time()?,
        started_by: row.text()?,
        considered: row.small()?,
        placed: row.small()?,
        failed: row.small()?,
        why: row.text()?,
    })
}

fn read_lead(mut row: Row) -> Result<AutomationRunLead, StoreError> {
    Ok(AutomationRunLead {
        lead_id: row.parsed("lead id")?,
        name: row.opt_text()?,
        call_id: row.opt_parsed("call id")?,
        attempt: row.small()?,
        outcome: row.opt_text()?,
        result: row.opt_parsed("result of a lead")?,
        error: row.opt_text()?,
    })
}

const COLUMNS: &str = "id, campaign_id, at, started_by, considered, placed, failed, why";
const LIST: &str = "automation_runs";
/// A quarter of a year, in milliseconds: figures are asked for by month.
const KEPT_MS: i64 = 92 * 24 * 3_600 * 1_000;
