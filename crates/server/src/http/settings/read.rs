//! `GET /settings`

use axum::Json;
use axum::extract::State;

use super::wire::SettingsDocument;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::workspace_settings;

/// Shows what the workspace has chosen.
#[utoipa::path(get, path = "/settings", tag = "Settings", operation_id = "readSettings",
    responses((status = 200, description = "The settings", body = SettingsDocument)))]
pub async fn read(State(app): State<AppState>, actor: Actor) -> Result<Json<SettingsDocument>, Problem> {
    actor.require(Operation::SettingsRead)?;
    let (settings, revision) = workspace_settings::with_revision(&app, &actor.workspace).await?;
    Ok(Json(SettingsDocument { settings, revision }))
}
