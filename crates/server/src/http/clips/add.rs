//! `POST /clips`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use bytes::Bytes;
use outdial_domain::ids::ClipId;
use outdial_media::Clip;
use outdial_store::ClipRow;
use serde::Deserialize;
use utoipa::IntoParams;

use super::files::path_of;
use super::list::CLIPS_MAX;
use super::view::ClipView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;

/// How the clip is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClipName {
    /// Shown to people; "Clip" when absent.
    name: Option<String>,
}

/// Adds a clip: a WAV file with 8, 16, 44.1 or 48 kHz.
#[utoipa::path(post, path = "/clips", tag = "Rooms", operation_id = "addClip", params(ClipName),
    request_body(content = Vec<u8>, content_type = "audio/wav"),
    responses((status = 201, body = ClipView), (status = 413, description = "Larger than 12 MB"),
        (status = 422, description = "`clip.unreadable`")))]
pub async fn add_clip(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<ClipName>,
    file: Bytes,
) -> Result<(StatusCode, Json<ClipView>), Problem> {
    actor.require(Operation::ClipsWrite)?;
    let name = label("name", query.name)?.unwrap_or_else(|| "Clip".to_owned());
    let now = app.now();
    let id = ClipId::from_bits(app.ids.next(now));
    let path = path_of(&app.config.data_dir, &id);
    let (called, target) = (name.clone(), path.clone());
    let kept = tokio::task::spawn_blocking(move || {
        let clip = Clip::from_wav(&called, &file)
            .map_err(|why| Problem::new(ProblemCode::ClipUnreadable).detail(why.to_string()))?;
        target
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&target, &file))
            .map_err(|why| Problem::internal(&why))?;
        Ok::<_, Problem>(clip.duration())
    });
    let duration = kept.await.map_err(|why| Problem::internal(&why))??;
    let row = ClipRow {
        id: id.clone(),
        name,
        duration_ms: i64::try_from(duration.as_millis()).unwrap_or(i64::MAX),
        created_by: actor.stored(),
        created_at: now,
    };
    let entry = Entry::by(&actor).subject(&id).row(&app, "clip.added");
    let stored = row.clone();
    let added = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if tx.clips().list(CLIPS_MAX)?.len() >= CLIPS_MAX as usize {
                return Ok(false);
            }
            tx.clips().add(&stored)?;
            tx.audit().add(&entry)?;
            Ok(true)
        })
        .await;
    match added {
        Ok(true) => Ok((StatusCode::CREATED, Json(ClipView::of(&row)))),
        Ok(false) => {
            forget(&path);
            Err(Problem::new(ProblemCode::ClipUnreadable)
                .detail(format!("There are {CLIPS_MAX} clips already.")))
        }
        Err(why) => {
            forget(&path);
            Err(why.into())
        }
    }
}

/// A file without its row is of no use; one that stays behind does no harm.
fn forget(path: &std::path::Path) {
    if let Err(why) = std::fs::remove_file(path) {
        tracing::warn!(error = %why, "a clip's file could not be removed");
    }
}
