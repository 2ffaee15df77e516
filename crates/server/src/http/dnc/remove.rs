//! `DELETE /dnc/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::DncId;
use serde_json::json;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Takes a number off the list.
#[utoipa::path(delete, path = "/dnc/{id}", tag = "Do not call", operation_id = "removeDnc",
    params(("id" = String, Path, description = "The entry")),
    responses((status = 204, description = "Removed")))]
pub async fn remove(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<DncId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::DncRemove)?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({}))
        .row(&app, "dnc.removed");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            if tx.dnc().remove(&id)?.is_none() {
                return Ok(Err(ProblemCode::DncNotFound));
            }
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await??;
    Ok(StatusCode::NO_CONTENT)
}
