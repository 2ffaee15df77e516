//! `GET /rooms/current` and `GET /rooms/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::RoomId;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{RoomView, StoredRoom};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Id;

/// The room in which somebody talks.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentRoom {
    /// The room; null when they are in none.
    #[schema(required)]
    pub room: Option<RoomView>,
}

/// The room in which the asker talks: a page that was loaded anew finds its way back by it.
#[utoipa::path(get, path = "/rooms/current", tag = "Rooms", operation_id = "currentRoom",
    responses((status = 200, body = CurrentRoom)))]
pub async fn current_room(State(app): State<AppState>, actor: Actor) -> Result<Json<CurrentRoom>, Problem> {
    actor.require(Operation::RoomsUse)?;
    let user = actor.id.clone();
    let stored = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let row = tx.rooms().live_of(&user)?;
            row.map(|row| StoredRoom::complete(tx, row)).transpose()
        })
        .await?;
    let names = app.carrier_names(&actor.workspace);
    let room = stored.map(|stored| RoomView::of(&stored, &app.engine, &names));
    Ok(Json(CurrentRoom { room }))
}

/// One room.
#[utoipa::path(get, path = "/rooms/{id}", tag = "Rooms", operation_id = "readRoom",
    params(("id" = String, Path, description = "`room_...`")),
    responses((status = 200, body = RoomView), (status = 404, description = "No such room")))]
pub async fn read_room(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<RoomId>,
) -> Result<Json<RoomView>, Problem> {
    actor.require(Operation::CallsRead)?;
    Ok(Json(app.show_room(&actor, id).await?))
}
