//! `DELETE /recordings/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::RecordingId;
use outdial_engine::RecordingRemoval;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Deletes a recording for good; its call says that it is gone. Doing it twice is fine.
#[utoipa::path(delete, path = "/recordings/{id}", tag = "Rooms", operation_id = "deleteRecording",
    params(("id" = String, Path, description = "`rec_...`")),
    responses((status = 204, description = "Deleted"), (status = 404, description = "No such recording"),
        (status = 409, description = "`recording.unfinished`: it goes on")))]
pub async fn delete_recording(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RecordingId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::RecordingsDelete)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "recording.deleted");
    let removal = app.engine.delete_recording(&actor.workspace, &id, entry).await?;
    match removal {
        RecordingRemoval::Deleted => Ok(StatusCode::NO_CONTENT),
        RecordingRemoval::Unfinished => Err(ProblemCode::RecordingUnfinished.into()),
        RecordingRemoval::NoSuchRecording => Err(ProblemCode::RecordingNotFound.into()),
    }
}
