//! What an agent does with the callee who is there: `PUT /seats/{id}/verdict` and `POST /seats/{id}/end-call`.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::refusals::explain;
use super::view::SeatView;
use super::words::SaidWord;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::{Body, Id};

/// Who is there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidVerdict {
    /// A person or a machine.
    pub verdict: SaidWord,
}

/// The agent says who is there, whatever was detected. A machine is taken away and the seat is free at once; what
/// becomes of the call is the campaign's to say.
#[utoipa::path(put, path = "/seats/{id}/verdict", tag = "Seats", operation_id = "sayVerdict",
    params(("id" = String, Path, description = "`seat_...`")), request_body = SaidVerdict,
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_call`, `seat.not_yours` or `seat.offline`")))]
pub async fn say_verdict(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
    Body(said): Body<SaidVerdict>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    app.seats()?
        .say_verdict(&actor.workspace, &id, &actor.id, said.verdict.into())
        .await
        .map_err(explain)?;
    app.show_seat(&actor, id).await.map(Json)
}

/// Hangs up; the work after the call begins. A call of the seat's own that nobody has answered is called off.
#[utoipa::path(post, path = "/seats/{id}/end-call", tag = "Seats", operation_id = "endSeatCall",
    params(("id" = String, Path, description = "`seat_...`")),
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat"),
        (status = 409, description = "`seat.no_call`, `seat.not_yours` or `seat.offline`")))]
pub async fn end_seat_call(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    app.seats()?
        .end_call(&actor.workspace, &id, &actor.id)
        .await
        .map_err(explain)?;
    app.show_seat(&actor, id).await.map(Json)
}
