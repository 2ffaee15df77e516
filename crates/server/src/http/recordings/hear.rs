//! `GET /recordings/{id}`

use axum::extract::{Request, State};
use axum::response::Response;
use outdial_domain::ids::RecordingId;

use super::deletion::gone;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::http::sound_file::sound_file;

/// The sound of a recording: WAV, the agent on the left and the callee on the right. Ranges are served.
#[utoipa::path(get, path = "/recordings/{id}", tag = "Rooms", operation_id = "hearRecording",
    params(("id" = String, Path, description = "`rec_...`")),
    responses((status = 200, description = "All of it", content_type = "audio/wav"),
        (status = 206, description = "The range that was asked for", content_type = "audio/wav"),
        (status = 404, description = "No such recording"),
        (status = 410, description = "`recording.deleted`: it was, and `detail` says why")))]
pub async fn hear_recording(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RecordingId>,
    request: Request,
) -> Result<Response, Problem> {
    actor.require(Operation::RecordingsRead)?;
    let (row, deletion) = app
        .workspace(&actor.workspace)
        .read(move |tx| Ok((tx.recordings().get(&id)?, tx.recordings().deletion(&id)?)))
        .await?;
    if let Some(deletion) = deletion {
        return Err(gone(deletion));
    }
    let (Some(row), Some(floor)) = (row, app.engine.floor()) else {
        return Err(ProblemCode::RecordingNotFound.into());
    };
    let path = floor.config().recordings.join(&row.file);
    let sound = sound_file(&path, request).await?;
    sound.ok_or_else(|| Problem::new(ProblemCode::RecordingNotFound).detail("Its file is gone."))
}
