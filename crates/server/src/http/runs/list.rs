//! `GET /api/v1/runs`, one run, and its lines.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::RunId;
use outdial_store::PageRequest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::{RunLineView, RunView, read_run};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunQuery {
    /// From the page before.
    pub cursor: Option<String>,
    /// Most items; default 20, at most 100.
    pub limit: Option<u32>,
}

/// A page of runs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunPage {
    /// The runs.
    pub items: Vec<RunView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Not counted; always null.
    #[schema(required)]
    pub total: Option<u64>,
}

/// Every line of a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunLines {
    /// The lines, in order.
    pub items: Vec<RunLineView>,
}

/// The runs, newest first.
#[utoipa::path(get, path = "/runs", tag = "Runs", operation_id = "listRuns", params(RunQuery), responses((status = 200, body = RunPage)))]
pub async fn list_runs(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<RunQuery>,
) -> Result<Json<RunPage>, Problem> {
    actor.require(Operation::RunsRead)?;
    let page = PageRequest {
        cursor: query.cursor,
        limit: query.limit.unwrap_or(20).clamp(1, 100),
    };
    let now = app.engine.now();
    let (items, next_cursor) = app
        .store
        .workspace(actor.workspace)
        .read(move |tx| {
            let page = tx.runs().list(&page)?;
            let mut views = Vec::with_capacity(page.items.len());
            for row in &page.items {
                views.extend(read_run(tx, &row.id, now)?);
            }
            Ok((views, page.next_cursor))
        })
        .await?;
    Ok(Json(RunPage {
        items,
        next_cursor,
        total: None,
    }))
}

/// One run.
#[utoipa::path(
    get, path = "/runs/{id}", tag = "Runs", operation_id = "readRun", params(("id" = String, Path, description = "`run_...`")),
    responses((status = 200, body = RunView), (status = 404, description = "No such run"))
)]
pub async fn show_run(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RunId>,
) -> Result<Json<RunView>, Problem> {
    actor.require(Operation::RunsRead)?;
    let now = app.engine.now();
    let view = app
        .store
        .workspace(actor.workspace)
        .read(move |tx| read_run(tx, &id, now))
        .await?;
    view.map(Json).ok_or_else(|| ProblemCode::RunNotFound.into())
}

/// What became of every line of a run.
#[utoipa::path(
    get, path = "/runs/{id}/lines", tag = "Runs", operation_id = "listRunLines", params(("id" = String, Path, description = "`run_...`")),
    responses((status = 200, body = RunLines), (status = 404, description = "No such run"))
)]
pub async fn show_run_lines(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RunId>,
) -> Result<Json<RunLines>, Problem> {
    actor.require(Operation::RunsRead)?;
    let lines = app
        .store
        .workspace(actor.workspace)
        .read(move |tx| {
            if tx.runs().get(&id)?.is_some() {
                tx.runs().lines(&id).map(Some)
            } else {
                Ok(None)
            }
        })
        .await?;
    let Some(lines) = lines else {
        return Err(ProblemCode::RunNotFound.into());
    };
    Ok(Json(RunLines {
        items: lines.iter().map(RunLineView::of).collect(),
    }))
}
