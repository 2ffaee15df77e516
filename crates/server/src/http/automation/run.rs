//! `POST /automation/run`

use axum::Json;
use axum::extract::State;
use outdial_engine::{BatchBy, BatchRefusal};

use super::runs::AutomationRunDetail;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};

/// Calls a batch now. Whatever else calls batches meanwhile, no lead is called twice.
#[utoipa::path(post, path = "/automation/run", tag = "Automation", operation_id = "runAutomation",
    responses((status = 200, description = "What it did", body = AutomationRunDetail),
        (status = 409, description = "`automation.off`")))]
pub async fn run_automation(
    State(app): State<AppState>,
    actor: Actor,
) -> Result<Json<AutomationRunDetail>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    let rows = app.workspace(&actor.workspace);
    let campaign = rows.read(|tx| tx.automation().campaign()).await?;
    let campaign = campaign.ok_or(ProblemCode::AutomationOff)?;
    let called = app
        .engine
        .call_batch(&actor.workspace, &campaign, BatchBy::Person)
        .await;
    let batch = called.map_err(explain)?;
    let entry = Entry::by(&actor)
        .subject(&batch.run.id)
        .row(&app, "automation.run");
    rows.write(move |tx| tx.audit().add(&entry)).await?;
    Ok(Json(AutomationRunDetail::of(&batch.run, &batch.leads)))
}

/// Why no batch was called.
#[must_use]
pub fn explain(why: BatchRefusal) -> Problem {
    match why {
        BatchRefusal::NoSuchAutomation | BatchRefusal::Off => ProblemCode::AutomationOff.into(),
        BatchRefusal::Store(why) => why.into(),
    }
}
