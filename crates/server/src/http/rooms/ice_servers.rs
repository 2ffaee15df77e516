//! `GET /rooms/ice-servers`

use axum::Json;
use axum::extract::State;
use outdial_media::live::IceServer;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// The servers that help a browser to reach this one.
#[derive(Debug, Serialize, ToSchema)]
pub struct IceServers {
    /// For `RTCPeerConnection`; empty where browsers reach this server without help.
    pub ice_servers: Vec<IceServerView>,
}

/// A STUN or TURN server.
#[derive(Debug, Serialize, ToSchema)]
pub struct IceServerView {
    /// `stun:` and `turn:` addresses.
    pub urls: Vec<String>,
    /// For TURN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// For TURN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}

/// The STUN and TURN servers for a browser's first offer. An offer made without them has no way through a firewall that
/// lets only TURN pass, and the answer to it comes too late to change that.
#[utoipa::path(get, path = "/rooms/ice-servers", tag = "Rooms", operation_id = "iceServers",
    responses((status = 200, body = IceServers)))]
pub async fn ice_servers(State(app): State<AppState>, actor: Actor) -> Result<Json<IceServers>, Problem> {
    actor.require(Operation::RoomsUse)?;
    let servers = app.config.talking.ice_servers.iter().cloned();
    Ok(Json(IceServers {
        ice_servers: servers.map(IceServerView::of).collect(),
    }))
}

impl IceServerView {
    /// The server as browsers read it.
    #[must_use]
    pub fn of(server: IceServer) -> Self {
        Self {
            urls: server.urls,
            username: server.username,
            credential: server.credential,
        }
    }
}
