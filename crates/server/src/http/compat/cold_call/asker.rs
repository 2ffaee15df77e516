//! Who asks, and whether it may ask again this minute.

use axum::http::StatusCode;
use outdial_domain::ids::RoomId;
use outdial_store::RoomRow;

use super::failure::ColdCallFailure;
use super::names::room_of;
use super::pace;
use crate::http::AppState;
use crate::http::auth::{Actor, ActorKind, Operation};
use crate::http::problem::Problem;

/// Who asks, with the right to talk.
pub(super) fn asker(
    app: &AppState,
    actor: Result<Actor, Problem>,
    limit: Option<pace::Operation>,
) -> Result<Actor, ColdCallFailure> {
    let actor = actor?;
    actor.require(Operation::RoomsUse)?;
    if let Some(what) = limit
        && let Err(wait_ms) = app.cold_call_pace.take(&actor.id, what, app.now())
    {
        let seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1_000);
        return Err(ColdCallFailure::new(
            StatusCode::TOO_MANY_REQUESTS,
            "RATE_LIMITED",
            "Too many requests; wait as long as Retry-After says.",
        )
        .retry_after_s(seconds));
    }
    Ok(actor)
}

/// Under which name somebody talks in a room. A key serves many agents, so each of its rooms is another agent's.
pub(super) fn talker(actor: &Actor, room: &RoomId) -> String {
    match actor.kind {
        ActorKind::User => actor.id.clone(),
        ActorKind::ApiKey => format!("{}/{room}", actor.id),
    }
}

/// The conference of that name, if the asker may steer it.
pub(super) async fn conference(
    app: &AppState,
    actor: &Actor,
    name: &str,
) -> Result<RoomRow, ColdCallFailure> {
    let missing = || ColdCallFailure::conference(name);
    let id = room_of(name).ok_or_else(missing)?;
    let row = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.rooms().get(&id))
        .await?
        .ok_or_else(missing)?;
    // One agent's conference is nothing that another one can find.
    if row.user_id == actor.id || row.user_id == talker(actor, &row.id) {
        Ok(row)
    } else {
        Err(missing())
    }
}
