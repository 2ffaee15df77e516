//! Asks the carrier who is in a room, when a report of it seems to be lost.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::WorkspaceId;

use super::room::{HostedRoom, Word};
use crate::engine::Inner;

/// Asks, and tells the room's task what the carrier shows.
pub(in crate::floor) async fn look(inner: Arc<Inner>, workspace: WorkspaceId, room: Arc<HostedRoom>) {
    let Some(account) = inner.accounts.find(&workspace, &room.account) else {
        return;
    };
    let Some(rooms) = account.carrier.rooms() else {
        return;
    };
    let known = room.known();
    match tokio::time::timeout(LOOK_LIMIT, rooms.look_up_rooms(&room.name)).await {
        Ok(Ok(found)) => room.tell(Word::Seen { known, found }).await,
        Ok(Err(why)) => tracing::warn!(room.name, error = %why, "who is in a room cannot be asked"),
        Err(_) => tracing::warn!(room.name, "who is in a room was not answered in time"),
    }
}

const LOOK_LIMIT: Duration = Duration::from_secs(10);
