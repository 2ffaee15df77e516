//! An agent's own phone as the audio of their seat: `POST /seats/{id}/ring-phone`.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{PhoneStage, PhoneView};
use serde::Serialize;
use utoipa::ToSchema;

use super::refusals::explain;
use super::view::SeatView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// An agent's own phone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SeatPhone {
    /// The number as people write it.
    pub phone_display: String,
    /// Where it stands.
    pub state: SeatPhoneState,
    /// Why it is not here.
    #[schema(required)]
    pub problem: Option<String>,
}

/// Where an agent's own phone stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeatPhoneState {
    /// About to be rung.
    Calling,
    /// It rings.
    Ringing,
    /// It is the agent's audio.
    Here,
    /// It is not there.
    Gone,
}

/// Rings the agent's own phone again. One that is here, or on its way, stays as it is.
#[utoipa::path(post, path = "/seats/{id}/ring-phone", tag = "Seats", operation_id = "ringPhone",
    params(("id" = String, Path, description = "`seat_...`")),
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_phone`, `seat.at_carrier`, `seat.offline` or `seat.not_yours`"),
        (status = 422, description = "A dial rule refuses the phone (`call.refused`)")))]
pub async fn ring_phone(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    app.seats()?
        .ring_phone(&actor.workspace, &id, &actor.id, None, &actor.stored())
        .await
        .map_err(explain)?;
    app.show_seat(&actor, id).await.map(Json)
}

impl AppState {
    /// The phone by which somebody wants to talk, if it may be rung.
    pub(super) async fn own_phone(&self, actor: &Actor, said: Option<&str>) -> Result<PhoneNumber, Problem> {
        let seats = self.seats()?;
        let phone = match said {
            Some(text) => self.read_number(&actor.workspace, "phone", text).await?,
            None => {
                let last = seats.last_phone(&actor.workspace, &actor.id).await?;
                last.ok_or(ProblemCode::SeatNoPhone)?
            }
        };
        let may = seats
            .may_ring_phone(&actor.workspace, &phone, &actor.stored())
            .await;
        may.map_err(explain)?;
        Ok(phone)
    }
}

impl SeatPhone {
    pub(super) fn of(view: &PhoneView) -> Self {
        Self {
            phone_display: view.phone.international(),
            state: match view.stage {
                PhoneStage::Calling => SeatPhoneState::Calling,
                PhoneStage::Ringing => SeatPhoneState::Ringing,
                PhoneStage::Here => SeatPhoneState::Here,
                PhoneStage::Gone => SeatPhoneState::Gone,
            },
            problem: view.problem.clone(),
        }
    }
}
