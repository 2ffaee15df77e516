//! `POST /rooms/{id}/join`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::RoomId;
use outdial_engine::{Door, Joined};
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
    /// `RTCPeerConnection.localDescription.sdp`, unchanged; needed when the room's `bridge` is `media`.
    #[serde(default)]
    pub sdp_offer: Option<String>,
}

/// What the browser needs to connect.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomJoined {
    /// For `setRemoteDescription`; null when the two meet at the carrier.
    #[schema(required)]
    pub sdp_answer: Option<String>,
    /// For the next `RTCPeerConnection`.
    pub ice_servers: Vec<IceServerView>,
    /// The seat.
    pub participant_id: String,
    /// What the carrier's browser library needs; null when the audio passes here.
    #[schema(required)]
    pub carrier: Option<CarrierDoorView>,
}

/// What a carrier's browser library needs to connect. Joining again gives fresh ones: the token runs out, and the
/// ticket is good for one connection.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierDoorView {
    /// Which carrier: `twilio`.
    pub kind: String,
    /// What the library signs in with.
    pub access_token: String,
    /// Until when it is good.
    pub expires_at: String,
    /// For `device.connect`, unchanged.
    pub parameters: CarrierParametersView,
    /// Where the library connects to; null for its own default.
    #[schema(required)]
    pub signalling: Option<String>,
}

/// What a browser says when it connects at the carrier.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierParametersView {
    /// `room_...`, or `seat_...` for an agent's shift.
    pub room: String,
    /// Good for one connection.
    pub ticket: String,
}

/// Answers a browser's offer, or gives it what it shows to the carrier. The first browser that comes in makes the callee
/// be rung; a later one of the same user takes its place.
#[utoipa::path(post, path = "/rooms/{id}/join", tag = "Rooms", operation_id = "joinRoom",
    params(("id" = String, Path, description = "`room_...`")), request_body = JoinRoom,
    responses((status = 200, body = RoomJoined), (status = 404, description = "No such room"),
        (status = 409, description = "`room.seat_taken` or `room.ended`"),
        (status = 422, description = "`room.offer` or `room.offer_missing`: the offer cannot be used, or is needed")))]
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
        .join_room(&actor.workspace, &id, &actor.id, join.sdp_offer.as_deref())
        .await
        .map_err(explain_join)?;
    Ok(Json(RoomJoined::of(joined)))
}

impl RoomJoined {
    /// The answer, by where the room is.
    #[must_use]
    pub fn of(joined: Joined) -> Self {
        let participant_id = joined.participant;
        match joined.door {
            Door::Ours(answer) => Self {
                sdp_answer: Some(answer.sdp),
                ice_servers: answer.ice_servers.into_iter().map(IceServerView::of).collect(),
                participant_id,
                carrier: None,
            },
            Door::Carrier(door) => Self {
                sdp_answer: None,
                // The carrier's library has its own.
                ice_servers: Vec::new(),
                participant_id,
                carrier: Some(CarrierDoorView {
                    kind: door.kind,
                    access_token: door.pass.access_token.reveal().to_owned(),
                    expires_at: door.pass.expires_at.to_string(),
                    parameters: CarrierParametersView {
                        room: door.room,
                        ticket: door.ticket,
                    },
                    signalling: door.pass.signalling,
                }),
            },
        }
    }
}
