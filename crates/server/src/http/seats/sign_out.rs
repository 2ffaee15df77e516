//! `DELETE /seats/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use outdial_engine::Behalf;
use serde_json::json;

use super::refusals::explain;
use super::view::SeatView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Id;

/// Signs out; whoever is on the line is hung up. Those who look after agents may sign anybody out. A seat that was given
/// up stays as it is.
#[utoipa::path(delete, path = "/seats/{id}", tag = "Seats", operation_id = "signOutSeat",
    params(("id" = String, Path, description = "`seat_...`")),
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat")))]
pub async fn sign_out(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let is_own = app.sits_on(&actor, &id).await?;
    let who = if is_own {
        Behalf::Agent(&actor.id)
    } else {
        actor.require(Operation::SeatsManage)?;
        Behalf::Supervisor
    };
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({ "forced": !is_own }))
        .row(&app, "seat.signed_out");
    let done = app.seats()?.sign_out(&actor.workspace, &id, who).await;
    done.map_err(explain)?;
    app.note(&actor.workspace, entry).await?;
    app.show_seat(&actor, id).await.map(Json)
}
