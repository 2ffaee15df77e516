//! `POST /api/v1/runs/{id}/pause`, `/resume` and `/cancel`.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::RunId;
use outdial_store::RunState;

use super::view::{RunView, read_run};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Dials nothing more of this run; its live calls go on.
#[utoipa::path(
    post, path = "/runs/{id}/pause", tag = "Runs", operation_id = "pauseRun", params(("id" = String, Path, description = "`run_...`")),
    responses((status = 200, body = RunView), (status = 404), (status = 409, description = "The run is over"))
)]
pub async fn pause_run(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RunId>,
) -> Result<Json<RunView>, Problem> {
    set_state(&app, &actor, &id, RunState::Paused).await
}

/// Dials on.
#[utoipa::path(
    post, path = "/runs/{id}/resume", tag = "Runs", operation_id = "resumeRun", params(("id" = String, Path, description = "`run_...`")),
    responses((status = 200, body = RunView), (status = 404), (status = 409, description = "The run is over"))
)]
pub async fn resume_run(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RunId>,
) -> Result<Json<RunView>, Problem> {
    set_state(&app, &actor, &id, RunState::Running).await
}

/// Calls off everything of this run that waits; its live calls go on.
#[utoipa::path(
    post, path = "/runs/{id}/cancel", tag = "Runs", operation_id = "cancelRun", params(("id" = String, Path, description = "`run_...`")),
    responses((status = 200, body = RunView), (status = 404), (status = 409, description = "The run is over"))
)]
pub async fn cancel_run(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RunId>,
) -> Result<Json<RunView>, Problem> {
    set_state(&app, &actor, &id, RunState::Canceled).await
}

async fn set_state(
    app: &AppState,
    actor: &Actor,
    id: &RunId,
    state: RunState,
) -> Result<Json<RunView>, Problem> {
    actor.require(Operation::RunsWrite)?;
    let before = read(app, actor, id).await?;
    if before.state == "done" || before.state == "canceled" {
        return Err(ProblemCode::RunEnded.into());
    }
    let changed = app
        .engine
        .set_run_state(&actor.workspace, id, state, actor.stored())
        .await?;
    if changed.is_none() {
        return Err(ProblemCode::RunNotFound.into());
    }
    let action = match state {
        RunState::Running => "run.resumed",
        RunState::Paused => "run.paused",
        RunState::Canceled | RunState::Done => "run.canceled",
    };
    let entry = Entry::by(actor).subject(id).row(app, action);
    app.note(&actor.workspace, entry).await?;
    Ok(Json(read(app, actor, id).await?))
}

async fn read(app: &AppState, actor: &Actor, id: &RunId) -> Result<RunView, Problem> {
    let (id, now) = (id.clone(), app.engine.now());
    let view = app
        .store
        .workspace(actor.workspace.clone())
        .read(move |tx| read_run(tx, &id, now))
        .await?;
    view.ok_or_else(|| ProblemCode::RunNotFound.into())
}
