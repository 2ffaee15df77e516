//! `POST /seats`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::{CampaignId, SeatId};
use outdial_engine::{Seats, SignIn};
use serde::Deserialize;
use utoipa::ToSchema;

use super::refusals::explain;
use super::view::{SeatView, StoredSeat};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// Where to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    /// `cmp_...`
    pub campaign_id: String,
    /// By what the agent hears and speaks: the browser, unless it says `phone`.
    #[serde(default)]
    pub audio: ChosenAudio,
    /// The agent's own phone, which is rung; the one of the last time when null.
    #[serde(default)]
    pub phone: Option<String>,
}

/// By what an agent wants to hear and speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatChosenAudio)]
pub enum ChosenAudio {
    /// The browser.
    #[default]
    Browser,
    /// The agent's own phone, which is rung now.
    Phone,
}

/// Signs in to a campaign. Join the seat with the browser next, or pick up the phone that rings; callees come once the
/// seat is ready.
#[utoipa::path(post, path = "/seats", tag = "Seats", operation_id = "signInToCampaign", request_body = NewSeat,
    responses((status = 201, description = "Signed in; join the seat", body = SeatView),
        (status = 409, description = "`seat.already_seated` (the seat in `errors`), `seat.campaign_closed`, `seat.no_audio`, `seat.no_phone` or `seat.at_carrier`"),
        (status = 422, description = "Not a number, or a dial rule refuses the phone (`call.refused`)")))]
pub async fn sign_in(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Body(new): Body<NewSeat>,
) -> Result<(StatusCode, Json<SeatView>), Problem> {
    actor.require(Operation::SeatsUse)?;
    let campaign: CampaignId = new
        .campaign_id
        .parse()
        .map_err(|_| ProblemCode::SeatCampaignClosed)?;
    let phone = match new.audio {
        ChosenAudio::Browser => None,
        ChosenAudio::Phone => Some(app.own_phone(&actor, new.phone.as_deref()).await?),
    };
    let wish = SignIn {
        campaign,
        user_id: actor.id.clone(),
        name: actor.name.clone(),
        by: actor.stored(),
        comes_ready: false,
        request_bits: bits,
    };
    let signed_in = app.seats()?.sign_in(&actor.workspace, wish).await;
    let signed_in = signed_in.map_err(explain)?;
    if !signed_in.repeated {
        let entry = Entry::by(&actor)
            .subject(&signed_in.row.id)
            .row(&app, "seat.signed_in");
        app.note(&actor.workspace, entry).await?;
        if let Some(phone) = phone {
            let id = &signed_in.row.id;
            let rung = app
                .seats()?
                .ring_phone(&actor.workspace, id, &actor.id, Some(phone), &actor.stored())
                .await;
            rung.map_err(explain)?;
        }
    }
    let seat = app.show_seat(&actor, signed_in.row.id).await?;
    Ok((StatusCode::CREATED, Json(seat)))
}

impl AppState {
    /// The seats of this process.
    ///
    /// # Errors
    /// `seat.no_audio` where nobody can talk.
    pub fn seats(&self) -> Result<Seats, Problem> {
        self.engine.seats().ok_or_else(|| ProblemCode::SeatNoAudio.into())
    }

    /// How a seat stands.
    ///
    /// # Errors
    /// When there is no such seat, or the store fails.
    pub async fn show_seat(&self, actor: &Actor, id: SeatId) -> Result<SeatView, Problem> {
        let (seats, now) = (self.engine.seats(), self.now());
        let workspace = actor.workspace.clone();
        let stored = self
            .workspace(&actor.workspace)
            .read(move |tx| {
                let row = tx.seats().get(&id)?;
                row.map(|row| StoredSeat::complete(tx, row, seats.as_ref(), &workspace, now))
                    .transpose()
            })
            .await?;
        let stored = stored.ok_or(ProblemCode::SeatNotFound)?;
        Ok(SeatView::of(&stored, &self.engine, now))
    }
}
