//! `POST /api/v1/calls/{id}/hang-up` and `/cancel`: end a call, before or after its answer.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CallId;

use super::view::CallView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Ends a call: a live one is hung up, one that waits is called off. An ended call stays as it is.
#[utoipa::path(
    post, path = "/calls/{id}/hang-up", tag = "Calls", operation_id = "hangUpCall", params(("id" = String, Path, description = "`call_...`")),
    responses((status = 200, body = CallView), (status = 404, description = "No such call"))
)]
pub async fn hang_up_call(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CallId>,
) -> Result<Json<CallView>, Problem> {
    end(&app, &actor, id).await
}

/// Calls off a call; the same as hanging up.
#[utoipa::path(
    post, path = "/calls/{id}/cancel", tag = "Calls", operation_id = "cancelCall", params(("id" = String, Path, description = "`call_...`")),
    responses((status = 200, body = CallView), (status = 404, description = "No such call"))
)]
pub async fn cancel_call(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CallId>,
) -> Result<Json<CallView>, Problem> {
    end(&app, &actor, id).await
}

async fn end(app: &AppState, actor: &Actor, id: CallId) -> Result<Json<CallView>, Problem> {
    actor.require(Operation::CallsWrite)?;
    let row = app.engine.hang_up(&actor.workspace, &id, actor.stored()).await?;
    let Some(row) = row else {
        return Err(ProblemCode::CallNotFound.into());
    };
    Ok(Json(CallView::of(&row, &app.carrier_names(&actor.workspace))))
}
