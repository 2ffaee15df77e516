//! Ends rooms at the carrier, so that nobody is left in them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::{CommandError, HostsRooms, RoomRef};
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};

use super::room::HostedRoom;
use crate::engine::Inner;

/// Ends what the carrier has for a room that was open in this process.
pub(in crate::floor) async fn end_known(inner: Arc<Inner>, workspace: WorkspaceId, room: Arc<HostedRoom>) {
    let known = room.rooms();
    within_reason(&inner, &workspace, &room.account, &room.name, &known).await;
}

/// Ends what the carrier has under a room's name.
pub(in crate::floor) async fn end_named(
    inner: Arc<Inner>,
    workspace: WorkspaceId,
    account: CarrierAccountId,
    name: String,
) {
    within_reason(&inner, &workspace, &account, &name, &BTreeSet::new()).await;
}

/// Whoever is still there pays for a silent line, and hangs up sooner or later: worth some tries, not more.
async fn within_reason(
    inner: &Inner,
    workspace: &WorkspaceId,
    account: &CarrierAccountId,
    name: &str,
    known: &BTreeSet<RoomRef>,
) {
    let Some(account) = inner.accounts.find(workspace, account) else {
        return;
    };
    let Some(rooms) = account.carrier.rooms() else {
        return;
    };
    let ended = async {
        let mut tries = 1;
        while let Err(why) = end(rooms, name, known).await {
            if tries >= TRIES {
                tracing::warn!(room.name = name, error = %why, "a room at the carrier could not be ended");
                return;
            }
            tries += 1;
            tokio::time::sleep(PAUSE).await;
        }
    };
    if tokio::time::timeout(LIMIT, ended).await.is_err() {
        tracing::warn!(
            room.name = name,
            "the end of a room at the carrier was not confirmed in time"
        );
    }
}

/// Ends these, or what is found when none are known.
async fn end(rooms: &dyn HostsRooms, name: &str, known: &BTreeSet<RoomRef>) -> Result<(), CommandError> {
    for room in known {
        rooms.end(room).await?;
    }
    if known.is_empty() {
        for found in rooms.look_up_rooms(name).await? {
            rooms.end(&found.room).await?;
        }
    }
    Ok(())
}

const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(30);
