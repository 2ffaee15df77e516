//! Clips: `GET /audio-files`, `POST /add-audio-player/{sid}`, `POST /control/audio-playback`, `POST /reload-audio`.

use axum::Json;
use axum::extract::{Path, State};
use outdial_domain::ids::ClipId;
use outdial_engine::RoomOrder;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::{asker, conference};
use super::control::obey;
use super::failure::ColdCallFailure;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;
use crate::http::request::Body;

/// A clip.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallAudioFile {
    /// `clip_...`
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its name, for people.
    pub display_name: String,
    /// How long it is.
    pub duration_seconds: f64,
}

/// What to play where.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ColdCallPlayback {
    /// Either name of the conference.
    pub conference_sid: String,
    /// `clip_...`; not needed to stop.
    #[serde(default)]
    pub audio_id: Option<String>,
    /// `play` or `stop`.
    pub action: String,
}

/// It was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallDone {
    /// It was.
    pub success: bool,
    /// In words.
    pub message: String,
}

/// A conference in which clips can be played.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallPlayer {
    /// They can.
    pub success: bool,
    /// `room_...`
    pub conference_sid: String,
    /// `call_...`
    pub call_sid: String,
    /// In words.
    pub message: String,
}

/// How many clips there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallReloaded {
    /// They can be played.
    pub success: bool,
    /// In words.
    pub message: String,
    /// How many.
    pub files_cached: usize,
    /// How many cannot be played.
    pub files_failed: usize,
    /// Where they are.
    pub cache_dir: String,
    /// How long they are in all, as bytes of 16-bit sound at 16 kHz.
    pub total_size_bytes: i64,
}

/// Every clip.
#[utoipa::path(get, path = "/aicallgo/api/v1/cold-call/audio-files", tag = "Compatibility",
    operation_id = "coldCallAudioFiles", responses((status = 200, body = Vec<ColdCallAudioFile>)))]
pub async fn cold_call_audio_files(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
) -> Result<Json<Vec<ColdCallAudioFile>>, ColdCallFailure> {
    let actor = asker(&app, actor, None)?;
    let clips = clips(&app, &actor).await?;
    let files = clips.into_iter().map(|clip| ColdCallAudioFile {
        id: clip.id.to_string(),
        display_name: clip.name.clone(),
        name: clip.name,
        duration_seconds: seconds(clip.duration_ms),
    });
    Ok(Json(files.collect()))
}

/// Every conference can play clips, so this only looks whether it is there.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/add-audio-player/{name}", tag = "Compatibility",
    operation_id = "coldCallAddPlayer", params(("name" = String, Path, description = "Either name of the conference")),
    responses((status = 200, body = ColdCallPlayer), (status = 404, description = "`CONFERENCE_NOT_FOUND`")))]
pub async fn cold_call_add_player(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(name): Path<String>,
) -> Result<Json<ColdCallPlayer>, ColdCallFailure> {
    let actor = asker(&app, actor, None)?;
    let row = conference(&app, &actor, &name).await?;
    if !row.room.is_live() {
        return Err(ColdCallFailure::conference(&name));
    }
    Ok(Json(ColdCallPlayer {
        success: true,
        conference_sid: row.id.to_string(),
        call_sid: row.call_id.to_string(),
        message: "Audio player ready".to_owned(),
    }))
}

/// Plays or stops a clip.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/control/audio-playback", tag = "Compatibility",
    operation_id = "coldCallPlayback", request_body = ColdCallPlayback,
    responses((status = 200, body = ColdCallDone), (status = 404, description = "`CONFERENCE_NOT_FOUND`")))]
pub async fn cold_call_playback(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    body: Result<Body<ColdCallPlayback>, Problem>,
) -> Result<Json<ColdCallDone>, ColdCallFailure> {
    let actor = asker(&app, actor, None)?;
    let Body(wish) = body?;
    let row = conference(&app, &actor, &wish.conference_sid).await?;
    let (order, message) = match wish.action.as_str() {
        "play" => {
            let id: Option<ClipId> = wish.audio_id.as_deref().and_then(|text| text.parse().ok());
            let id = id.ok_or_else(|| ColdCallFailure::invalid("audio_id names no audio file"))?;
            (app.clip_order(&actor, id).await?, "Audio is playing")
        }
        "stop" => (RoomOrder::StopClip, "Audio stopped"),
        other => {
            return Err(ColdCallFailure::invalid(format!(
                "action must be play or stop, not '{other}'"
            )));
        }
    };
    obey(&app, &actor, &row, order).await?;
    Ok(Json(ColdCallDone {
        success: true,
        message: message.to_owned(),
    }))
}

/// Clips are read when they are played, so there is nothing to load again; says what there is.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/reload-audio", tag = "Compatibility",
    operation_id = "coldCallReload", responses((status = 200, body = ColdCallReloaded)))]
pub async fn cold_call_reload(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
) -> Result<Json<ColdCallReloaded>, ColdCallFailure> {
    let actor = asker(&app, actor, None)?;
    let clips = clips(&app, &actor).await?;
    Ok(Json(ColdCallReloaded {
        success: true,
        message: format!("{} audio files are ready", clips.len()),
        files_cached: clips.len(),
        files_failed: 0,
        cache_dir: "clips".to_owned(),
        total_size_bytes: clips.iter().map(|clip| clip.duration_ms * BYTES_PER_MS).sum(),
    }))
}

async fn clips(app: &AppState, actor: &Actor) -> Result<Vec<outdial_store::ClipRow>, ColdCallFailure> {
    let rows = app
        .workspace(&actor.workspace)
        .read(|tx| tx.clips().list(CLIPS_SHOWN))
        .await?;
    Ok(rows)
}

#[expect(clippy::cast_precision_loss, reason = "clips last minutes, not millennia")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

/// More than a workspace may have.
const CLIPS_SHOWN: u32 = 1_000;
const BYTES_PER_MS: i64 = 32;
