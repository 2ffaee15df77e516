//! `PUT /dispositions`

use axum::Json;
use axum::extract::State;
use serde_json::json;

use super::wire::DispositionSet;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::settings::check;
use crate::workspace_settings;

/// Replaces the dispositions. What calls and leads keep stays as it was said.
#[utoipa::path(put, path = "/dispositions", tag = "Leads", operation_id = "writeDispositions",
    request_body = DispositionSet,
    responses((status = 200, description = "Replaced", body = DispositionSet),
        (status = 422, description = "The set cannot be used (`settings.invalid`)")))]
pub async fn write(
    State(app): State<AppState>,
    actor: Actor,
    Body(set): Body<DispositionSet>,
) -> Result<Json<DispositionSet>, Problem> {
    actor.require(Operation::SettingsWrite)?;
    let (mut settings, revision) = workspace_settings::with_revision(&app, &actor.workspace).await?;
    let before = std::mem::replace(&mut settings.dispositions, set.into_domain());
    check(&settings)?;
    let changed = json!({"changed": {"dispositions": {"from": before, "to": settings.dispositions}}});
    let entry = Entry::by(&actor).detail(changed).row(&app, "settings.changed");
    workspace_settings::replace(&app, &actor.workspace, &settings, revision, entry).await?;
    Ok(Json(DispositionSet::of(&settings.dispositions)))
}
