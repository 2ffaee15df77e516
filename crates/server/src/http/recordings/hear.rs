//! `GET /recordings/{id}`

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use outdial_domain::ids::RecordingId;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::deletion::gone;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

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
    if !tokio::fs::try_exists(&path).await.unwrap_or(false) {
        return Err(Problem::new(ProblemCode::RecordingNotFound).detail("Its file is gone."));
    }
    let served = ServeFile::new(path).oneshot(request).await;
    let mut response = served.map_err(|why| Problem::internal(&why))?.into_response();
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("audio/wav"));
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(response)
}
