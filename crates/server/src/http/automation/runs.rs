//! `GET /automation/runs` and `GET /automation/runs/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::AutomationRunId;
use outdial_store::{AutomationRunLead, AutomationRunRow, Page};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::{ListPage, PageQuery};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// A batch.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AutomationRun)]
pub struct AutomationRunView {
    /// `aur_...`
    pub id: String,
    /// When it was called.
    pub at: String,
    /// `schedule`, `cron` or `person`.
    pub by: String,
    /// Leads that it looked at.
    pub considered: u32,
    /// Calls that it placed.
    pub placed: u32,
    /// Of those, calls that failed.
    pub failed: u32,
    /// Why nobody, or nobody more, was called.
    pub why: String,
    /// As `considered`.
    pub leads: u32,
}

/// A batch with what it did about each lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AutomationRunDetail {
    /// `aur_...`
    pub id: String,
    /// When it was called.
    pub at: String,
    /// `schedule`, `cron` or `person`.
    pub by: String,
    /// Leads that it looked at.
    pub considered: u32,
    /// Calls that it placed.
    pub placed: u32,
    /// Of those, calls that failed.
    pub failed: u32,
    /// Why nobody, or nobody more, was called.
    pub why: String,
    /// What it did about each lead.
    pub leads: Vec<AutomationRunLeadView>,
}

/// What a batch did about a lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AutomationRunLead)]
pub struct AutomationRunLeadView {
    /// `lead_...`
    pub lead_id: String,
    /// Its name; null when it has none, or is gone.
    #[schema(required)]
    pub name: Option<String>,
    /// The call to it; null when it was not called.
    #[schema(required)]
    pub call_id: Option<String>,
    /// How the call ended; null until then.
    #[schema(required)]
    pub outcome: Option<String>,
    /// What came of it; null until that is decided.
    #[schema(required)]
    pub result: Option<String>,
    /// Why it was not called, or what failed.
    #[schema(required)]
    pub error: Option<String>,
}

/// The last batches, the newest first.
#[utoipa::path(get, path = "/automation/runs", tag = "Automation", operation_id = "listAutomationRuns", params(PageQuery),
    responses((status = 200, description = "A page of batches", body = ListPage<AutomationRunView>)))]
pub async fn list_automation_runs(
    State(app): State<AppState>,
    actor: Actor,
    Query(page): Query<PageQuery>,
) -> Result<Json<ListPage<AutomationRunView>>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let page = page.request();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| match tx.automation().campaign()? {
            Some(campaign) => tx.automation().runs(&campaign, &page),
            None => Ok(Page {
                items: Vec::new(),
                next_cursor: None,
            }),
        })
        .await?;
    Ok(Json(ListPage::of(found, None, |row| AutomationRunView::of(&row))))
}

/// A batch, with what it did about each lead.
#[utoipa::path(get, path = "/automation/runs/{id}", tag = "Automation", operation_id = "readAutomationRun",
    params(("id" = String, Path, description = "`aur_...`")),
    responses((status = 200, description = "The batch", body = AutomationRunDetail),
        (status = 404, description = "No such batch")))]
pub async fn read_automation_run(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<AutomationRunId>,
) -> Result<Json<AutomationRunDetail>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| match tx.automation().run(&id)? {
            Some(run) => Ok(Some((tx.automation().leads_of_run(&id)?, run))),
            None => Ok(None),
        })
        .await?;
    let (leads, run) = found.ok_or(ProblemCode::NotFound)?;
    Ok(Json(AutomationRunDetail::of(&run, &leads)))
}

impl AutomationRunView {
    fn of(run: &AutomationRunRow) -> Self {
        Self {
            id: run.id.to_string(),
            at: run.at.to_string(),
            by: run.started_by.clone(),
            considered: run.considered,
            placed: run.placed,
            failed: run.failed,
            why: run.why.clone(),
            leads: run.considered,
        }
    }
}

impl AutomationRunDetail {
    /// As the API shows it.
    #[must_use]
    pub fn of(run: &AutomationRunRow, leads: &[AutomationRunLead]) -> Self {
        let AutomationRunView {
            id,
            at,
            by,
            considered,
            placed,
            failed,
            why,
            leads: _,
        } = AutomationRunView::of(run);
        Self {
            id,
            at,
            by,
            considered,
            placed,
            failed,
            why,
            leads: leads.iter().map(AutomationRunLeadView::of).collect(),
        }
    }
}

impl AutomationRunLeadView {
    fn of(lead: &AutomationRunLead) -> Self {
        Self {
            lead_id: lead.lead_id.to_string(),
            name: lead.name.clone(),
            call_id: lead.call_id.as_ref().map(ToString::to_string),
            outcome: lead.outcome.clone(),
            result: lead.result.map(|result| result.as_str().to_owned()),
            error: lead.error.clone(),
        }
    }
}
