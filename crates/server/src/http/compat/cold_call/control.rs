//! `POST /control/mute`: mute, unmute, hold, unhold.

use axum::Json;
use axum::extract::State;
use outdial_engine::RoomOrder;
use outdial_store::RoomRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::{asker, conference};
use super::failure::ColdCallFailure;
use super::names::{AGENT, CALLEE};
use super::pace::Operation;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::rooms::explain_order;

/// What to do with whom.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ColdCallMute {
    /// Either name of the conference.
    pub conference_sid: String,
    /// The seat, as `webrtc-join` gave it.
    pub participant_sid: String,
    /// `mute`, `unmute`, `hold` or `unhold`.
    pub action: String,
    /// `false` turns `mute` and `hold` around.
    #[serde(default)]
    pub value: Option<bool>,
}

/// How it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallMuted {
    /// It was done.
    pub success: bool,
    /// `room_...`
    pub conference_sid: String,
    /// The seat.
    pub participant_sid: String,
    /// The callee does not hear the agent.
    pub muted: bool,
    /// In words.
    pub message: String,
}

/// Mutes or holds.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/control/mute", tag = "Compatibility",
    operation_id = "coldCallMute", request_body = ColdCallMute,
    responses((status = 200, body = ColdCallMuted),
        (status = 404, description = "`CONFERENCE_NOT_FOUND` or `PARTICIPANT_NOT_FOUND`")))]
pub async fn cold_call_mute(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    body: Result<Body<ColdCallMute>, Problem>,
) -> Result<Json<ColdCallMuted>, ColdCallFailure> {
    let actor = asker(&app, actor, Some(Operation::Control))?;
    let Body(wish) = body?;
    let row = conference(&app, &actor, &wish.conference_sid).await?;
    if ![AGENT, CALLEE].contains(&wish.participant_sid.as_str()) {
        return Err(ColdCallFailure::participant(&wish.participant_sid));
    }
    let on = wish.value.unwrap_or(true);
    let (order, done) = match (wish.action.as_str(), on) {
        ("mute", true) | ("unmute", false) => (RoomOrder::Mute, "Participant muted"),
        ("unmute", true) | ("mute", false) => (RoomOrder::Unmute, "Participant unmuted"),
        ("hold", true) | ("unhold", false) => (RoomOrder::Hold, "Participant on hold"),
        ("unhold", true) | ("hold", false) => (RoomOrder::Unhold, "Participant off hold"),
        (other, _) => {
            return Err(ColdCallFailure::invalid(format!(
                "action must be mute, unmute, hold or unhold, not '{other}'"
            )));
        }
    };
    obey(&app, &actor, &row, order).await?;
    let muted = app.engine.room_status(&row.id).is_some_and(|status| status.muted);
    Ok(Json(ColdCallMuted {
        success: true,
        conference_sid: row.id.to_string(),
        participant_sid: wish.participant_sid,
        muted,
        message: done.to_owned(),
    }))
}

/// Lets an order of the conference's agent be followed.
pub(super) async fn obey(
    app: &AppState,
    actor: &Actor,
    row: &RoomRow,
    order: RoomOrder,
) -> Result<(), ColdCallFailure> {
    app.engine
        .order_room(&actor.workspace, &row.id, &row.user_id, order, &actor.stored())
        .await
        .map(|_| ())
        .map_err(|why| ColdCallFailure::from(explain_order(why)))
}
