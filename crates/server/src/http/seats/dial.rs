//! Calls that agents start: `POST /seats/{id}/offer/dial`, `POST /seats/{id}/offer/skip` and `POST /seats/{id}/dial`.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{LeadId, SeatId};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::OwnDial;
use serde::Deserialize;
use utoipa::ToSchema;

use super::refusals::explain_own;
use super::view::SeatView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// How to call the lead that is shown.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DialOffer {
    /// Which of its numbers, in E.164; the one that is shown first when null.
    pub phone: Option<String>,
}

/// Why it is not called.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SkipOffer {
    /// In the agent's words.
    pub reason: Option<String>,
}

/// Whom to call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DialLead {
    /// `lead_...`
    pub lead_id: String,
    /// Which of its numbers, in E.164; the one that is next when null.
    #[serde(default)]
    pub phone: Option<String>,
    /// The agent confirms that the call may be made outside the calling window.
    #[serde(default)]
    pub confirm_window: bool,
}

/// Calls the lead that is shown. The agent hears it ring, and the callee from the first moment.
#[utoipa::path(post, path = "/seats/{id}/offer/dial", tag = "Seats", operation_id = "dialOffer",
    params(("id" = String, Path, description = "`seat_...`")), request_body = DialOffer,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_offer`, `seat.lead_taken`, `seat.taken`, `seat.browser_away`, `campaign.not_now`, `seat.not_yours` or `seat.offline`"),
        (status = 422, description = "A dial rule refuses it (`call.refused`, `room.outside_window`)")))]
pub async fn dial_offer(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    RequestBits(bits): RequestBits,
    Body(body): Body<DialOffer>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let wish = OwnDial {
        lead: None,
        phone: number(body.phone.as_deref())?,
        window_override: None,
        by: actor.stored(),
        request_bits: bits,
    };
    app.dial_for(&actor, id, wish).await.map(Json)
}

/// Does not call the lead that is shown: it goes behind the others, and the next is shown.
#[utoipa::path(post, path = "/seats/{id}/offer/skip", tag = "Seats", operation_id = "skipOffer",
    params(("id" = String, Path, description = "`seat_...`")), request_body = SkipOffer,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_offer`, `seat.not_yours` or `seat.offline`")))]
pub async fn skip_offer(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(body): Body<SkipOffer>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let reason = label("reason", body.reason)?;
    app.sits_on(&actor, &id).await?;
    app.engine
        .skip_offer(&actor.workspace, &id, &actor.id, reason)
        .await
        .map_err(explain_own)?;
    app.show_seat(&actor, id).await.map(Json)
}

/// Calls a lead by hand: any lead in a campaign of the mode `manual`, and in every campaign one whose callback is due.
/// The seat must be ready or paused.
#[utoipa::path(post, path = "/seats/{id}/dial", tag = "Seats", operation_id = "dialLead",
    params(("id" = String, Path, description = "`seat_...`")), request_body = DialLead,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat or lead"),
        (status = 409, description = "`seat.not_by_hand`, `seat.lead_taken`, `seat.taken`, `seat.browser_away`, `campaign.not_now`, `seat.not_yours` or `seat.offline`"),
        (status = 422, description = "The lead has no such number, or a dial rule refuses it (`call.refused`, `room.outside_window`)")))]
pub async fn dial_lead(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    RequestBits(bits): RequestBits,
    Body(body): Body<DialLead>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let lead: LeadId = body.lead_id.parse().map_err(|_| ProblemCode::LeadNotFound)?;
    let wish = OwnDial {
        lead: Some(lead),
        phone: number(body.phone.as_deref())?,
        window_override: app.window_override(&actor, body.confirm_window)?,
        by: actor.stored(),
        request_bits: bits,
    };
    app.dial_for(&actor, id, wish).await.map(Json)
}

impl AppState {
    async fn dial_for(&self, actor: &Actor, id: SeatId, wish: OwnDial) -> Result<SeatView, Problem> {
        self.sits_on(actor, &id).await?;
        self.engine
            .dial_for_seat(&actor.workspace, &id, &actor.id, wish)
            .await
            .map_err(explain_own)?;
        self.show_seat(actor, id).await
    }
}

fn number(text: Option<&str>) -> Result<Option<PhoneNumber>, Problem> {
    let read = text.map(|text| {
        PhoneNumber::from_e164(text).map_err(|_| {
            Problem::invalid_field("phone", "Write one of the lead's numbers, like +14155550100.")
        })
    });
    read.transpose()
}
