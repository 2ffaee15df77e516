//! What an agent orders in a room: mute, hold, keys, clips, recording, end.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{ClipId, RoomId};
use outdial_engine::RoomOrder;
use serde::Deserialize;
use utoipa::ToSchema;

use super::refusals::explain_order;
use super::view::RoomView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// Keys to press.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomDigits {
    /// `0` to `9`, `*`, `#`, `A` to `D`, and `w` for half a second of silence.
    pub digits: String,
}

/// What to play.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomClip {
    /// `clip_...`
    pub clip_id: String,
}

/// Whether the recording is paused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomRecording {
    /// Nothing is recorded while it is.
    pub paused: bool,
}

macro_rules! plain_orders {
    ($($(#[$doc:meta])* $name:ident, $path:literal, $id:literal, $order:expr;)*) => {
        $(
            $(#[$doc])*
            #[utoipa::path(post, path = $path, tag = "Rooms", operation_id = $id,
                params(("id" = String, Path, description = "`room_...`")),
                responses((status = 200, body = RoomView), (status = 404, description = "No such room"),
                    (status = 409, description = "`room.ended`, `room.not_ready` or `room.seat_taken`")))]
            pub async fn $name(
                State(app): State<AppState>,
                actor: Actor,
                Id(id): Id<RoomId>,
            ) -> Result<Json<RoomView>, Problem> {
                app.order_room(&actor, id, $order).await.map(Json)
            }
        )*
    };
}

plain_orders! {
    /// The callee does not hear the agent until `unmute`.
    mute_room, "/rooms/{id}/mute", "muteRoom", RoomOrder::Mute;
    /// The callee hears the agent again.
    unmute_room, "/rooms/{id}/unmute", "unmuteRoom", RoomOrder::Unmute;
    /// The callee hears music until `unhold`.
    hold_room, "/rooms/{id}/hold", "holdRoom", RoomOrder::Hold;
    /// Agent and callee hear each other again.
    unhold_room, "/rooms/{id}/unhold", "unholdRoom", RoomOrder::Unhold;
    /// The clip that plays stops.
    stop_clip, "/rooms/{id}/stop-clip", "stopClip", RoomOrder::StopClip;
}

/// Presses keys on the callee's line.
#[utoipa::path(post, path = "/rooms/{id}/digits", tag = "Rooms", operation_id = "sendDigits",
    params(("id" = String, Path, description = "`room_...`")), request_body = RoomDigits,
    responses((status = 200, body = RoomView), (status = 409, description = "`room.ended` or `room.not_ready`"),
        (status = 422, description = "Not keys, or too many")))]
pub async fn send_digits(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RoomId>,
    Body(body): Body<RoomDigits>,
) -> Result<Json<RoomView>, Problem> {
    app.order_room(&actor, id, RoomOrder::Digits(body.digits))
        .await
        .map(Json)
}

/// Plays a clip that both hear, in place of one that plays.
#[utoipa::path(post, path = "/rooms/{id}/play", tag = "Rooms", operation_id = "playClip",
    params(("id" = String, Path, description = "`room_...`")), request_body = RoomClip,
    responses((status = 200, body = RoomView), (status = 404, description = "No such room or clip"),
        (status = 409, description = "`room.ended`")))]
pub async fn play_clip(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RoomId>,
    Body(body): Body<RoomClip>,
) -> Result<Json<RoomView>, Problem> {
    actor.require(Operation::RoomsUse)?;
    let clip: ClipId = body.clip_id.parse().map_err(|_| ProblemCode::ClipNotFound)?;
    let order = app.clip_order(&actor, clip).await?;
    app.order_room(&actor, id, order).await.map(Json)
}

/// Pauses the recording, or lets it go on.
#[utoipa::path(post, path = "/rooms/{id}/recording", tag = "Rooms", operation_id = "pauseRecording",
    params(("id" = String, Path, description = "`room_...`")), request_body = RoomRecording,
    responses((status = 200, body = RoomView), (status = 409, description = "`room.ended`")))]
pub async fn pause_recording(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RoomId>,
    Body(body): Body<RoomRecording>,
) -> Result<Json<RoomView>, Problem> {
    let order = if body.paused {
        RoomOrder::PauseRecording
    } else {
        RoomOrder::ResumeRecording
    };
    app.order_room(&actor, id, order).await.map(Json)
}

/// Ends the room and hangs up the callee's call. A room that is over stays as it is.
#[utoipa::path(post, path = "/rooms/{id}/end", tag = "Rooms", operation_id = "endRoom",
    params(("id" = String, Path, description = "`room_...`")),
    responses((status = 200, body = RoomView), (status = 404, description = "No such room")))]
pub async fn end_room(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RoomId>,
) -> Result<Json<RoomView>, Problem> {
    app.end_room(&actor, id).await.map(Json)
}

impl AppState {
    /// Follows an agent's order.
    ///
    /// # Errors
    /// Why it was not followed.
    pub async fn order_room(&self, actor: &Actor, id: RoomId, order: RoomOrder) -> Result<RoomView, Problem> {
        actor.require(Operation::RoomsUse)?;
        self.engine
            .order_room(&actor.workspace, &id, &actor.id, order, &actor.stored())
            .await
            .map_err(explain_order)?;
        self.show_room(actor, id).await
    }

    /// Ends a room.
    ///
    /// # Errors
    /// When there is no such room, or the store fails.
    pub async fn end_room(&self, actor: &Actor, id: RoomId) -> Result<RoomView, Problem> {
        actor.require(Operation::RoomsUse)?;
        self.engine
            .end_room(&actor.workspace, &id, actor.stored())
            .await
            .map_err(explain_order)?;
        self.show_room(actor, id).await
    }
}
