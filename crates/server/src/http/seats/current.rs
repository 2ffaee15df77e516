//! `GET /seats/current` and `GET /seats/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::SeatId;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{SeatView, StoredSeat};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Id;

/// The seat on which somebody sits.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentSeat {
    /// The seat; null when they are signed in nowhere.
    #[schema(required)]
    pub seat: Option<SeatView>,
}

/// The seat on which the asker sits: a page that was loaded anew finds its way back by it.
#[utoipa::path(get, path = "/seats/current", tag = "Seats", operation_id = "currentSeat",
    responses((status = 200, body = CurrentSeat)))]
pub async fn current_seat(State(app): State<AppState>, actor: Actor) -> Result<Json<CurrentSeat>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let (seats, now) = (app.engine.seats(), app.now());
    let (user, workspace) = (actor.id.clone(), actor.workspace.clone());
    let stored = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let row = tx.seats().live_of(&user)?;
            row.map(|row| StoredSeat::complete(tx, row, seats.as_ref(), &workspace, now))
                .transpose()
        })
        .await?;
    let seat = stored.map(|stored| SeatView::of(&stored, &app.engine, now));
    Ok(Json(CurrentSeat { seat }))
}

/// One seat: one's own, or anybody's for those who look after agents.
#[utoipa::path(get, path = "/seats/{id}", tag = "Seats", operation_id = "readSeat",
    params(("id" = String, Path, description = "`seat_...`")),
    responses((status = 200, body = SeatView), (status = 404, description = "No such seat")))]
pub async fn read_seat(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<SeatId>,
) -> Result<Json<SeatView>, Problem> {
    actor.require(Operation::SeatsUse)?;
    let seat = app.show_seat(&actor, id).await?;
    if seat.user_id != actor.id {
        actor.require(Operation::SeatsRead)?;
    }
    Ok(Json(seat))
}
