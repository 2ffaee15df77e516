//! `POST /initiate`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::RoomId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::room::{Bridge, Phase};
use outdial_engine::OpenRoom;
use outdial_store::RoomRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asker::{asker, talker};
use super::failure::ColdCallFailure;
use super::names::conference_id;
use super::pace::Operation;
use super::provider::account_of;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, ActorKind};
use crate::http::idempotency::RequestBits;
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::rooms::{RoomJoined, explain_join, explain_open};

/// Whom to call.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ColdCallInitiate {
    /// E.164.
    pub to_phone: String,
    /// The number presented is the carrier account's; another one is refused.
    #[serde(default)]
    pub from_phone: Option<String>,
    /// `twilio` or `telnyx`; the configured one when absent.
    #[serde(default)]
    pub provider: Option<String>,
}

/// A conference that awaits the browser.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColdCallConference {
    /// `room_...`
    pub conference_sid: String,
    /// `COLD_CALL_...`
    pub conference_id: String,
    /// `call_...`: rung when the browser is in.
    pub call_sid: String,
    /// For the provider's browser library; null when the audio passes through this server.
    #[schema(required)]
    pub access_token: Option<String>,
    /// `initiated`
    pub status: String,
    /// The provider.
    pub provider: String,
    /// When it was opened.
    pub created_at: String,
}

/// Opens a conference. The phone is rung when the browser has joined, so that nobody who answers meets silence.
/// Asking again before that, also at the same moment, gives the same conference.
#[utoipa::path(post, path = "/aicallgo/api/v1/cold-call/initiate", tag = "Compatibility",
    operation_id = "coldCallInitiate", request_body = ColdCallInitiate,
    responses((status = 201, body = ColdCallConference), (status = 400, description = "`INVALID_PHONE_FORMAT`"),
        (status = 501, description = "`PROVIDER_NOT_SUPPORTED` or `PROVIDER_NOT_IMPLEMENTED`")))]
pub async fn cold_call_initiate(
    State(app): State<AppState>,
    actor: Result<Actor, Problem>,
    RequestBits(bits): RequestBits,
    body: Result<Body<ColdCallInitiate>, Problem>,
) -> Result<(StatusCode, Json<ColdCallConference>), ColdCallFailure> {
    let actor = asker(&app, actor, Some(Operation::Initiate))?;
    let Body(wish) = body?;
    let phone = e164(&wish.to_phone).ok_or_else(|| ColdCallFailure::phone(&wish.to_phone))?;
    let account = account_of(&app, &actor, wish.provider.as_deref())?;
    if let Some(from) = wish.from_phone.as_deref().filter(|from| !from.is_empty()) {
        let presented = e164(from).ok_or_else(|| ColdCallFailure::phone(from))?;
        if account.caller_id.as_ref().is_some_and(|own| *own != presented) {
            return Err(ColdCallFailure::invalid(
                "from_phone is not the number of the provider's account",
            ));
        }
    }
    let room = {
        let _opening = app.cold_call_opening.lock().await;
        match waiting(&app, &actor, &phone).await? {
            Some(room) => room,
            None => open(&app, &actor, bits, phone, account.id.clone()).await?,
        }
    };
    let access_token = token(&app, &actor, &room).await?;
    let conference = ColdCallConference {
        conference_sid: room.id.to_string(),
        conference_id: conference_id(&room.id),
        call_sid: room.call_id.to_string(),
        access_token,
        status: "initiated".to_owned(),
        provider: account.kind.clone(),
        created_at: room.room.opened_at.to_string(),
    };
    Ok((StatusCode::CREATED, Json(conference)))
}

/// What the provider's browser library signs in with, when agent and callee meet at the provider.
async fn token(app: &AppState, actor: &Actor, room: &RoomRow) -> Result<Option<String>, ColdCallFailure> {
    match room.room.bridge {
        Bridge::Media => Ok(None),
        Bridge::Carrier => {
            let joined = app
                .engine
                .join_room(&actor.workspace, &room.id, &room.user_id, None)
                .await
                .map_err(|why| ColdCallFailure::from(explain_join(why)))?;
            Ok(RoomJoined::of(joined).carrier.map(|door| door.access_token))
        }
    }
}

/// The conference that the asker opened for this number and has not joined yet.
async fn waiting(
    app: &AppState,
    actor: &Actor,
    phone: &PhoneNumber,
) -> Result<Option<RoomRow>, ColdCallFailure> {
    let live = app
        .workspace(&actor.workspace)
        .read(|tx| tx.rooms().live(LIVE_MAX))
        .await?;
    Ok(live.into_iter().find(|row| {
        let own = row.user_id == actor.id || row.user_id == talker(actor, &row.id);
        own && row.phone == *phone && row.room.phase == Phase::Opening
    }))
}

async fn open(
    app: &AppState,
    actor: &Actor,
    bits: Option<u128>,
    phone: PhoneNumber,
    account: outdial_domain::ids::CarrierAccountId,
) -> Result<RoomRow, ColdCallFailure> {
    let bits = bits.unwrap_or_else(|| app.new_bits());
    let user_id = match actor.kind {
        ActorKind::User => actor.id.clone(),
        ActorKind::ApiKey => talker(actor, &RoomId::from_bits(bits)),
    };
    let wish = OpenRoom {
        lead: None,
        to: Some(phone),
        name: None,
        window_override: None,
        account: Some(account),
        user_id,
        by: actor.stored(),
        request_bits: Some(bits),
    };
    let opened = app.engine.open_room(&actor.workspace, wish).await;
    let opened = opened.map_err(|why| ColdCallFailure::from(explain_open(why)))?;
    if !opened.repeated {
        let entry = Entry::by(actor).subject(&opened.room.id).row(app, "room.opened");
        app.note(&actor.workspace, entry).await?;
    }
    Ok(opened.room)
}

/// Exactly `+` and 2 to 15 digits, of which the first is not 0.
fn e164(text: &str) -> Option<PhoneNumber> {
    let digits = text.strip_prefix('+')?;
    let fits = (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let fits = fits && !digits.starts_with('0');
    fits.then(|| PhoneNumber::from_e164(text).ok()).flatten()
}

/// More agents than talk at once in one workspace of one machine.
const LIVE_MAX: u32 = 1_000;
