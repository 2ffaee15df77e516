//! `DELETE /clips/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ClipId;

use super::files::path_of;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Removes a clip. Where it plays it plays on.
#[utoipa::path(delete, path = "/clips/{id}", tag = "Rooms", operation_id = "removeClip",
    params(("id" = String, Path, description = "`clip_...`")),
    responses((status = 204, description = "Removed"), (status = 404, description = "No such clip"),
        (status = 409, description = "`clip.in_use`: the settings name it")))]
pub async fn remove_clip(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ClipId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::ClipsWrite)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "clip.removed");
    let path = path_of(&app.config.data_dir, &id);
    let removed = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if tx.settings().current()?.settings.comfort_clip_id.as_ref() == Some(&id) {
                return Ok(Err(ProblemCode::ClipInUse));
            }
            if !tx.clips().remove(&id)? {
                return Ok(Err(ProblemCode::ClipNotFound));
            }
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await?;
    removed?;
    if let Err(why) = tokio::fs::remove_file(&path).await {
        tracing::warn!(error = %why, "a clip's file could not be removed");
    }
    Ok(StatusCode::NO_CONTENT)
}
