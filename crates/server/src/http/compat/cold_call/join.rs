//! `POST /webrtc-join`

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::{asker, conference};
use super::failure::ColdCallFailure;
use super::names::conference_id;
use super::pace::Operation;
use super::provider::account_of;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::rooms::{CarrierParametersView, IceServerView, RoomJoined, explain_join};

/// A browser that wants to come in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ColdCallJoin {
    /// Either name of the conference.
    pub conference_id: String,
    /// The page's own name for itself.
    #[serde(default)]
    pub client_id: String,
    /// The provider of the conference.
    #[serde(default)]
    pub provider: Option<String>,
    /// `RTCPeerConnection.localDescription.sdp`, unchanged.
    #[serde(default)]
    pub sdp_offer: Option<String>,
}

/// What the browser needs to connect.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallJoined {
    /// The seat.
    pub participant_sid: String,
    /// For the provider's browser library; null when the audio passes through this server.
    #[schema(required)]
    pub access_token: Option<String>,
    /// What that library may say when it connects; the token says it as well.
    #[schema(required)]
    pub parameters: Option<CarrierParametersView>,
    /// For `setRemoteDescription`; null when the audio does not pass through this server.
    #[schema(required)]
    pub sdp_answer: Option<String>,
    /// The conference's long name.
    pub conference_name: String,
    /// `joining`
    pub status: String,
    /// For the next `RTCPeerConnection`.
    pub ice_servers: Vec<IceServerView>,
}

/// Answers a browser's offer, or gives it a token for the provider; when its audio is in, the phone is rung.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/webrtc-join", tag = "Compatibility",
    operation_id = "coldCallJoin", request_body = ColdCallJoin,
    responses((status = 200, body = ColdCallJoined), (status = 404, description = "`CONFERENCE_NOT_FOUND`"),
        (status = 422, description = "`VALIDATION_ERROR` or `WEBRTC_ERROR`")))]
pub async fn cold_call_join(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    body: Result<Body<ColdCallJoin>, Problem>,
) -> Result<Json<ColdCallJoined>, ColdCallFailure> {
    let actor = asker(&app, actor, Some(Operation::Join))?;
    let Body(wish) = body?;
    if wish.provider.is_some() {
        account_of(&app, &actor, wish.provider.as_deref())?;
    }
    let row = conference(&app, &actor, &wish.conference_id).await?;
    tracing::debug!(room.id = %row.id, client = wish.client_id, "a browser comes in");
    let joined = app
        .engine
        .join_room(&actor.workspace, &row.id, &row.user_id, wish.sdp_offer.as_deref())
        .await
        .map_err(|why| ColdCallFailure::from(explain_join(why)))?;
    let joined = RoomJoined::of(joined);
    let (access_token, parameters) = joined
        .carrier
        .map(|door| (door.access_token, door.parameters))
        .unzip();
    Ok(Json(ColdCallJoined {
        participant_sid: joined.participant_id,
        access_token,
        parameters,
        sdp_answer: joined.sdp_answer,
        conference_name: conference_id(&row.id),
        status: "joining".to_owned(),
        ice_servers: joined.ice_servers,
    }))
}
