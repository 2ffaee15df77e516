//! `POST /seats/{id}/join`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use outdial_engine::Joined;

use super::refusals::explain;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::{Body, Id};
use crate::http::rooms::{JoinRoom, RoomJoined};

/// Answers a browser's offer, or gives it what it shows to the carrier, as rooms do. A later browser of the same user takes the place of the one before, and
/// whoever is on the line notices nothing.
#[utoipa::path(post, path = "/seats/{id}/join", tag = "Seats", operation_id = "joinSeat",
    params(("id" = String, Path, description = "`seat_...`")), request_body = JoinRoom,
    responses((status = 200, body = RoomJoined), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.not_yours` or `seat.offline`"),
        (status = 422, description = "`room.offer` or `room.offer_missing`: the offer cannot be used, or is needed")))]
pub async fn join_seat(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(join): Body<JoinRoom>,
) -> Result<Json<RoomJoined>, Problem> {
    actor.require(Operation::SeatsUse)?;
    tracing::debug!(seat.id = %id, client = join.client_id, "a browser comes in");
    let door = app
        .seats()?
        .join(&actor.workspace, &id, &actor.id, join.sdp_offer.as_deref())
        .await
        .map_err(explain)?;
    Ok(Json(RoomJoined::of(Joined {
        door,
        participant: AGENT.to_owned(),
    })))
}

/// As rooms name the agent.
const AGENT: &str = "agent";
