//! What an agent orders in the room of the shift: mute, hold, keys, clips, recording. As in rooms.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{ClipId, SeatId};
use outdial_engine::RoomOrder;

use super::refusals::explain;
use super::view::SeatView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};
use crate::http::rooms::{RoomClip, RoomDigits, RoomRecording};

macro_rules! plain_orders {
    ($($(#[$doc:meta])* $name:ident, $path:literal, $id:literal, $order:expr;)*) => {
        $(
            $(#[$doc])*
            #[utoipa::path(post, path = $path, tag = "Seats", operation_id = $id,
                params(("id" = String, Path, description = "`seat_...`")),
                responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
                    (status = 409, description = "`room.not_ready`, `seat.offline` or `seat.not_yours`")))]
            pub async fn $name(
                State(app): State<AppState>,
                actor: Actor,
                Id(id): Id<SeatId>,
            ) -> Result<Json<SeatView>, Problem> {
                app.order_seat(&actor, id, $order).await.map(Json)
            }
        )*
    };
}

plain_orders! {
    /// The callee does not hear the agent until `unmute`, or until the next call.
    mute_seat, "/seats/{id}/mute", "muteSeat", RoomOrder::Mute;
    /// The callee hears the agent again.
    unmute_seat, "/seats/{id}/unmute", "unmuteSeat", RoomOrder::Unmute;
    /// The callee hears music until `unhold`.
    hold_seat, "/seats/{id}/hold", "holdSeat", RoomOrder::Hold;
    /// Agent and callee hear each other again.
    unhold_seat, "/seats/{id}/unhold", "unholdSeat", RoomOrder::Unhold;
    /// The clip that plays stops.
    stop_seat_clip, "/seats/{id}/stop-clip", "stopSeatClip", RoomOrder::StopClip;
}

/// Presses keys on the callee's line.
#[utoipa::path(post, path = "/seats/{id}/digits", tag = "Seats", operation_id = "sendSeatDigits",
    params(("id" = String, Path, description = "`seat_...`")), request_body = RoomDigits,
    responses((status = 200, body = SeatView), (status = 409, description = "`room.not_ready` or `seat.offline`"),
        (status = 422, description = "Not keys, or too many")))]
pub async fn send_seat_digits(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(body): Body<RoomDigits>,
) -> Result<Json<SeatView>, Problem> {
    app.order_seat(&actor, id, RoomOrder::Digits(body.digits))
        .await
        .map(Json)
}

/// Plays a clip that both hear, in place of one that plays.
#[utoipa::path(post, path = "/seats/{id}/play", tag = "Seats", operation_id = "playSeatClip",
    params(("id" = String, Path, description = "`seat_...`")), request_body = RoomClip,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat or clip"),
        (status = 409, description = "`seat.offline`")))]
pub async fn play_seat_clip(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(body): Body<RoomClip>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let clip: ClipId = body.clip_id.parse().map_err(|_| ProblemCode::ClipNotFound)?;
    let order = app.clip_order(&actor, clip).await?;
    app.order_seat(&actor, id, order).await.map(Json)
}

/// Pauses the recording of the call, or lets it go on.
#[utoipa::path(post, path = "/seats/{id}/recording", tag = "Seats", operation_id = "pauseSeatRecording",
    params(("id" = String, Path, description = "`seat_...`")), request_body = RoomRecording,
    responses((status = 200, body = SeatView), (status = 409, description = "`seat.offline`")))]
pub async fn pause_seat_recording(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(body): Body<RoomRecording>,
) -> Result<Json<SeatView>, Problem> {
    let order = if body.paused {
        RoomOrder::PauseRecording
    } else {
        RoomOrder::ResumeRecording
    };
    app.order_seat(&actor, id, order).await.map(Json)
}

impl AppState {
    /// Follows an agent's order.
    async fn order_seat(&self, actor: &Actor, id: SeatId, order: RoomOrder) -> Result<SeatView, Problem> {
        actor.require(Operation::SeatsUse)?;
        self.seats()?
            .order(&actor.workspace, &id, &actor.id, order, &actor.stored())
            .await
            .map_err(explain)?;
        self.show_seat(actor, id).await
    }
}
