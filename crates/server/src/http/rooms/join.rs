//! `POST /rooms/{id}/join`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::RoomId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ice_servers::IceServerView;
use super::refusals::explain_join;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::{Body, Id};

/// A browser that wants to come in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinRoom {
    /// The page's own name for itself, for its log.
    #[serde(default)]
    pub client_id: String,
    /// `RTCPeerConnection.localDescription.sdp`, unchanged.
    pub sdp_offer: String,
}

/// What the browser needs to connect.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomJoined {
    /// For `setRemoteDescription`.
    pub sdp_answer: String,
    /// For the next `RTCPeerConnection`.
    pub ice_servers: Vec<IceServerView>,
    /// The seat.
    pub participant_id: String,
}

/// Answers a browser's offer. The first browser whose audio connects makes the callee be rung; a later one of the same
/// user takes its place.
#[utoipa::path(post, path = "/rooms/{id}/join", tag = "Rooms", operation_id = "joinRoom",
    params(("id" = String, Path, description = "`room_...`")), request_body = JoinRoom,
    responses((status = 200, body = RoomJoined), (status = 404, description = "No such room"),
        (status = 409, description = "`room.seat_taken` or `room.ended`"),
        (status = 422, description = "`room.offer`: the offer cannot be used")))]
pub async fn join_room(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RoomId>,
    Body(join): Body<JoinRoom>,
) -> Result<Json<RoomJoined>, Problem> {
    actor.require(Operation::RoomsUse)?;
    tracing::debug!(room.id = %id, client = join.client_id, "a browser comes in");
    let joined = app
        .engine
        .join_room(&actor.workspace, &id, &actor.id, &join.sdp_offer)
        .await
        .map_err(explain_join)?;
    Ok(Json(RoomJoined {
        sdp_answer: joined.answer.sdp,
        ice_servers: joined
            .answer
            .ice_servers
            .into_iter()
            .map(IceServerView::of)
            .collect(),
        participant_id: joined.participant,
    }))
}
