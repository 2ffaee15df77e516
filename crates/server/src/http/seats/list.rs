//! `GET /seats`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{SeatView, StoredSeat};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// Seats on which somebody sits.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenSeats {
    /// The longest taken first.
    pub items: Vec<SeatView>,
}

/// Every seat on which somebody sits, of all campaigns.
#[utoipa::path(get, path = "/seats", tag = "Seats", operation_id = "listSeats",
    responses((status = 200, body = TakenSeats)))]
pub async fn list_seats(State(app): State<AppState>, actor: Actor) -> Result<Json<TakenSeats>, Problem> {
    actor.require(Operation::SeatsRead)?;
    let (seats, now) = (app.engine.seats(), app.now());
    let workspace = actor.workspace.clone();
    let stored = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let rows = tx.seats().live(SEATS_MAX)?;
            rows.into_iter()
                .map(|row| StoredSeat::complete(tx, row, seats.as_ref(), &workspace, now))
                .collect::<Result<Vec<_>, _>>()
        })
        .await?;
    let items = stored.iter().map(|seat| SeatView::of(seat, &app.engine, now));
    Ok(Json(TakenSeats {
        items: items.collect(),
    }))
}

/// More agents than work at once in one workspace of one machine.
pub const SEATS_MAX: u32 = 1_000;
