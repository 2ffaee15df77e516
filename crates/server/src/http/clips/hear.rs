//! `GET /clips/{id}/sound`

use axum::extract::{Request, State};
use axum::response::Response;
use outdial_domain::ids::ClipId;

use super::files::path_of;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::http::sound_file::sound_file;

/// The sound of a clip: WAV, as it was added. Ranges are served.
#[utoipa::path(get, path = "/clips/{id}/sound", tag = "Rooms", operation_id = "hearClip",
    params(("id" = String, Path, description = "`clip_...`")),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 404, description = "No such clip")))]
pub async fn hear_clip(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ClipId>,
    request: Request,
) -> Result<Response, Problem> {
    actor.require(Operation::ClipsRead)?;
    let wanted = id.clone();
    let row = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.clips().get(&wanted))
        .await?;
    row.ok_or(ProblemCode::ClipNotFound)?;
    let sound = sound_file(&path_of(&app.config.data_dir, &id), request).await?;
    sound.ok_or_else(|| Problem::new(ProblemCode::ClipNotFound).detail("Its file is gone."))
}
