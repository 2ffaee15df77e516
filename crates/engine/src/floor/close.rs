//! The end of a room: its recording is complete, its lead is free or kept for the work after the call.

use std::path::Path;
use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, RecordingId, WorkspaceId};
use outdial_media::live::RecordedFile;
use outdial_store::{CallRecording, CallRow, RecordingRow, RoomRow, StoreError, Tx};

use super::open::holder;
use crate::engine::Inner;

/// Writes down that a talk is being recorded.
pub(super) async fn begin_recording(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallId,
    path: &Path,
) -> Result<Option<RecordingRow>, StoreError> {
    let Some(file) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(None);
    };
    let now = inner.clock.now();
    let row = RecordingRow {
        id: RecordingId::from_bits(inner.ids.next(now)),
        call_id: call.clone(),
        file: file.to_owned(),
        channels: CHANNELS,
        started_at: now,
        duration_ms: None,
        bytes: None,
    };
    keep(inner, workspace, row.clone()).await?;
    Ok(Some(row))
}

/// Writes down how long a recording became.
pub(super) async fn finish_recording(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: RecordingRow,
    file: &RecordedFile,
) -> Result<(), StoreError> {
    let row = RecordingRow {
        duration_ms: Some(i64::try_from(file.duration.as_millis()).unwrap_or(i64::MAX)),
        bytes: Some(i64::try_from(file.bytes).unwrap_or(i64::MAX)),
        ..row
    };
    keep(inner, workspace, row).await
}

/// Stores a recording beside its call and shows it on the call.
pub(super) async fn keep(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: RecordingRow,
) -> Result<(), StoreError> {
    let now = inner.clock.now();
    let call = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| keep_in(tx, &row, now))
        .await?;
    if let Some(call) = call {
        inner.changes.call(workspace, call);
    }
    Ok(())
}

fn keep_in(tx: &mut Tx<'_>, row: &RecordingRow, now: Timestamp) -> Result<Option<CallRow>, StoreError> {
    tx.recordings().put(row)?;
    let Some(mut call) = tx.calls().get(&row.call_id)? else {
        return Ok(None);
    };
    // Of several talks in one call the newest stands for all, whichever of them the disk finishes last.
    let is_older = call
        .recording
        .as_ref()
        .is_some_and(|newest| newest.id.as_str() > row.id.as_str());
    if is_older {
        return Ok(None);
    }
    call.recording = Some(CallRecording {
        id: row.id.to_string(),
        url: format!("/api/v1/recordings/{}", row.id),
        duration_ms: row.duration_ms,
        channels: row.channels,
        deleted: None,
    });
    call.updated_at = now;
    tx.calls().remark(&mut call)?;
    Ok(Some(call))
}

/// Lets others call the lead: now, or when the agent has had time to note what came of the call.
pub(super) async fn free_lead(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    room: &RoomRow,
    was_rung: bool,
) -> Result<(), StoreError> {
    let Some(lead) = room.lead_id.clone() else {
        return Ok(());
    };
    let (holder, now) = (holder(&room.user_id, &room.created_by), inner.clock.now());
    let id = lead.clone();
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            if !was_rung {
                return tx.leads().let_go(&id, &holder, now).map(|_| ());
            }
            // Whoever noted the outcome already has let it go.
            let held = tx.leads().get(&id)?.and_then(|lead| lead.held);
            if held.is_some_and(|held| held.user_id == holder.user_id) {
                tx.leads().hold(&id, &holder, now.plus_ms(WRAP_UP_MS), now)?;
            }
            Ok(())
        })
        .await?;
    inner.changes.lead(workspace, lead);
    Ok(())
}

/// Each side on its own.
const CHANNELS: u32 = 2;
/// For noting what came of a call.
const WRAP_UP_MS: i64 = 10 * 60_000;
