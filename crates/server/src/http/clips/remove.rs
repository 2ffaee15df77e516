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
    responses((status = 204, description = "Removed"), (status = 404, description = "No such clip")))]
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
            let removed = tx.clips().remove(&id)?;
            if removed {
                tx.audit().add(&entry)?;
            }
            Ok(removed)
        })
        .await?;
    if !removed {
        return Err(ProblemCode::ClipNotFound.into());
    }
    if let Err(why) = tokio::fs::remove_file(&path).await {
        tracing::warn!(error = %why, "a clip's file could not be removed");
    }
    Ok(StatusCode::NO_CONTENT)
}
