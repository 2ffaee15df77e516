//! `GET /dispositions`

use axum::Json;
use axum::extract::State;

use super::wire::DispositionSet;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::workspace_settings;

/// What agents may say came of a talk, in the order of the buttons.
#[utoipa::path(get, path = "/dispositions", tag = "Leads", operation_id = "readDispositions",
    responses((status = 200, description = "The dispositions", body = DispositionSet)))]
pub async fn read(State(app): State<AppState>, actor: Actor) -> Result<Json<DispositionSet>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let settings = workspace_settings::of(&app, &actor.workspace).await?;
    Ok(Json(DispositionSet::of(&settings.dispositions)))
}
