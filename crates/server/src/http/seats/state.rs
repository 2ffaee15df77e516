//! `PUT /seats/{id}/state`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use outdial_engine::Behalf;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::refusals::explain;
use super::view::SeatView;
use super::words::NextWord;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What a seat is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeatState {
    /// Ready for callees, or paused; during a call a pause begins after it.
    pub state: NextWord,
    /// Why it is paused.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Asks for callees, or for none. Those who look after agents may pause anybody's seat.
#[utoipa::path(put, path = "/seats/{id}/state", tag = "Seats", operation_id = "setSeatState",
    params(("id" = String, Path, description = "`seat_...`")), request_body = SeatState,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.not_yours`, `seat.offline`, `seat.not_yet`, `seat.browser_away`, `seat.disposition_missing` or `room.already_in_one`")))]
pub async fn set_seat_state(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(body): Body<SeatState>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let seats = app.seats()?;
    let is_own = app.sits_on(&actor, &id).await?;
    let reason = label("reason", body.reason)?;
    let done = match (body.state, is_own) {
        (NextWord::Ready, _) => seats.set_ready(&actor.workspace, &id, &actor.id).await,
        (NextWord::Paused, true) => {
            let who = Behalf::Agent(&actor.id);
            seats.pause(&actor.workspace, &id, who, reason).await
        }
        (NextWord::Paused, false) => {
            actor.require(Operation::SeatsManage)?;
            let entry = Entry::by(&actor)
                .subject(&id)
                .detail(json!({ "reason": reason }))
                .row(&app, "seat.forced_pause");
            let paused = seats
                .pause(&actor.workspace, &id, Behalf::Supervisor, reason)
                .await;
            if paused.is_ok() {
                app.note(&actor.workspace, entry).await?;
            }
            paused
        }
    };
    done.map_err(explain)?;
    app.show_seat(&actor, id).await.map(Json)
}

impl AppState {
    /// Whether whoever asks sits there.
    ///
    /// # Errors
    /// When there is no such seat, or the store fails.
    pub async fn sits_on(&self, actor: &Actor, id: &SeatId) -> Result<bool, Problem> {
        let wanted = id.clone();
        let rows = self.workspace(&actor.workspace);
        let row = rows.read(move |tx| tx.seats().get(&wanted)).await?;
        let row = row.ok_or(ProblemCode::SeatNotFound)?;
        Ok(row.user_id == actor.id)
    }
}
