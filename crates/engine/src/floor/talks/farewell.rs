//! The end of a talk at the telephone.

use std::sync::Arc;

use outdial_domain::call;
use outdial_domain::ids::{CallId, WorkspaceId};
use outdial_store::CallRow;
use outdial_voice::realtime::Ending;
use tokio_util::sync::CancellationToken;

use crate::dialler::feed;
use crate::engine::Inner;
use crate::floor::task::{hang_up_now, send_home};

/// Ends the call, by the errand that ends any call. Whoever was talking with a model that is gone is told so first.
pub(super) async fn hang_up(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallId,
    why: &Ending,
    gone: &CancellationToken,
) {
    let row = read(inner, workspace, call).await;
    if row.as_ref().is_some_and(|row| row.call.facts.is_with_machine()) {
        // The call's own machine hangs up, or leaves the message.
        return;
    }
    match why {
        Ending::ModelLost { .. } if !inner.stop.is_cancelled() => {
            if let Some(row) = &row {
                apologise(inner, workspace, row, gone).await;
            }
        }
        Ending::ModelLost { .. }
        | Ending::CalleeLeft
        | Ending::AgentLeft
        | Ending::HandedOver
        | Ending::Silence
        | Ending::TooLong
        | Ending::CalledOff => {}
    }
    if let Err(why) = feed(inner, workspace, call, call::Event::HangUpRequested).await {
        tracing::error!(call.id = %call, error = %why, "a hang-up could not be stored");
    }
    if inner.stop.is_cancelled()
        && let Some(row) = &row
    {
        hang_up_now(inner, workspace, row).await;
    }
}

/// The carrier says to the callee that the connection was lost, for so long at most.
async fn apologise(inner: &Arc<Inner>, workspace: &WorkspaceId, row: &CallRow, gone: &CancellationToken) {
    let Some(floor) = inner.floor() else { return };
    let limit = floor.config.apology;
    if !send_home(inner, workspace, row, limit).await {
        return;
    }
    // Whether or not the carrier says in time that it is over: hanging up comes next.
    let _ = tokio::time::timeout(limit, gone.cancelled()).await;
}

async fn read(inner: &Arc<Inner>, workspace: &WorkspaceId, call: &CallId) -> Option<CallRow> {
    let (rows, id) = (inner.store.workspace(workspace.clone()), call.clone());
    let found = rows.read(move |tx| tx.calls().get(&id)).await;
    found
        .inspect_err(|why| tracing::error!(call.id = %call, error = %why, "a call that ends cannot be read"))
        .ok()
        .flatten()
}
