//! The end of a room that never began.

use std::sync::Arc;

use outdial_domain::ids::WorkspaceId;
use outdial_domain::room::{End, Phase};
use outdial_store::{RoomRow, StoreError};

use crate::engine::Inner;
use crate::floor::close;

/// Ends a room whose audio could not be opened.
pub(in crate::floor) async fn end_unopened(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: RoomRow,
) -> Result<(), StoreError> {
    close::free_lead(inner, workspace, &row, false).await?;
    let now = inner.clock.now();
    let mut row = row;
    row.room.phase = Phase::Ended(End::NeverJoined);
    (row.updated_at, row.ended_at) = (now, Some(now));
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| tx.rooms().update(&mut row))
        .await
}
