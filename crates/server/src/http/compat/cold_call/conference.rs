//! `POST /end` and `GET /status/{sid or name}`

use axum::Json;
use axum::extract::{Path, State};
use outdial_domain::Timestamp;
use outdial_domain::room::Phase;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::{asker, conference};
use super::failure::ColdCallFailure;
use super::names::{AGENT, CALLEE, conference_id};
use super::pace::Operation;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::rooms::explain_order;

/// Which conference.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ColdCallEnd {
    /// Either name of the conference.
    pub conference_sid: String,
}

/// A conference that is over.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallEnded {
    /// It is.
    pub success: bool,
    /// `room_...`
    pub conference_sid: String,
    /// `completed`
    pub status: String,
    /// In words.
    pub message: String,
    /// When.
    #[schema(required)]
    pub ended_at: Option<String>,
}

/// How a conference stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallStatus {
    /// `room_...`
    pub conference_sid: String,
    /// `COLD_CALL_...`
    pub conference_id: String,
    /// `init`, `in-progress` or `completed`.
    pub status: String,
    /// How many are in it.
    pub participant_count: usize,
    /// Seconds since the phone's audio came in.
    pub duration: i64,
    /// When it was opened.
    pub created_at: String,
    /// When the phone's audio came in.
    #[schema(required)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required)]
    pub ended_at: Option<String>,
    /// Who is in it.
    pub participants: Vec<ColdCallParticipant>,
}

/// Somebody in a conference.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallParticipant {
    /// The seat.
    pub participant_sid: String,
    /// The call, for the phone.
    #[schema(required)]
    pub call_sid: Option<String>,
    /// Is not heard.
    pub muted: bool,
    /// Hears music.
    pub hold: bool,
    /// When the talk began.
    #[schema(required)]
    pub start_time: Option<String>,
}

/// Ends a conference and hangs up its phone.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/end", tag = "Compatibility", operation_id = "coldCallEnd",
    request_body = ColdCallEnd,
    responses((status = 200, body = ColdCallEnded), (status = 404, description = "`CONFERENCE_NOT_FOUND`")))]
pub async fn cold_call_end(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    body: Result<Body<ColdCallEnd>, Problem>,
) -> Result<Json<ColdCallEnded>, ColdCallFailure> {
    let actor = asker(&app, actor, Some(Operation::End))?;
    let Body(wish) = body?;
    let row = conference(&app, &actor, &wish.conference_sid).await?;
    let row = app
        .engine
        .end_room(&actor.workspace, &row.id, actor.stored())
        .await
        .map_err(|why| ColdCallFailure::from(explain_order(why)))?;
    Ok(Json(ColdCallEnded {
        success: true,
        conference_sid: row.id.to_string(),
        status: "completed".to_owned(),
        message: "Conference ended".to_owned(),
        ended_at: row.ended_at.map(|at| at.to_string()),
    }))
}

/// How a conference stands.
#[utoipa::path(get, path = "/aicallgo/api/v1/cold-call/status/{name}", tag = "Compatibility",
    operation_id = "coldCallStatus", params(("name" = String, Path, description = "Either name of the conference")),
    responses((status = 200, body = ColdCallStatus), (status = 404, description = "`CONFERENCE_NOT_FOUND`")))]
pub async fn cold_call_status(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    Path(name): Path<String>,
) -> Result<Json<ColdCallStatus>, ColdCallFailure> {
    let actor = asker(&app, actor, Some(Operation::Status))?;
    let row = conference(&app, &actor, &name).await?;
    let room = &row.room;
    let status = app.engine.room_status(&row.id).filter(|_| room.is_live());
    let show = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let mut participants = Vec::new();
    if let Some(status) = status {
        let seat = |sid: &str, call_sid: Option<String>, muted, hold| ColdCallParticipant {
            participant_sid: sid.to_owned(),
            call_sid,
            muted,
            hold,
            start_time: show(room.connected_at),
        };
        if status.browser_connected {
            participants.push(seat(AGENT, None, status.muted, false));
        }
        if status.phone_connected {
            participants.push(seat(CALLEE, Some(row.call_id.to_string()), false, status.held));
        }
    }
    let until = row.ended_at.unwrap_or_else(|| app.now());
    Ok(Json(ColdCallStatus {
        conference_sid: row.id.to_string(),
        conference_id: conference_id(&row.id),
        status: word(room.phase).to_owned(),
        participant_count: participants.len(),
        duration: room
            .connected_at
            .map_or(0, |since| until.ms_since(since).max(0) / 1_000),
        created_at: room.opened_at.to_string(),
        started_at: show(room.connected_at),
        ended_at: show(row.ended_at),
        participants,
    }))
}

fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Opening | Phase::Dialing | Phase::Ringing => "init",
        Phase::Connected => "in-progress",
        Phase::Ended(_) => "completed",
    }
}
