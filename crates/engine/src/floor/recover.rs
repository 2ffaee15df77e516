//! Rooms that an earlier life left open: their audio is gone, so they end, and their calls with them.

use std::sync::Arc;

use outdial_domain::call::Event as CallEvent;
use outdial_domain::ids::{RoomId, WorkspaceId};
use outdial_domain::room::{Action, Bridge, Event, Limits, step};
use outdial_media::record::{Recovered, recover};
use outdial_store::{RecordingRow, StoreError};

use super::close;
use super::hosted::end_named;
use super::seats::{recover_legs, recover_seats};
use crate::dialler::feed;
use crate::engine::Inner;

/// Ends what was left open, seats included. What cannot be ended now is ended at the next start.
pub(crate) async fn recover_rooms(inner: &Arc<Inner>) {
    if let Err(why) = end_all(inner).await {
        tracing::error!(error = %why, "rooms of an earlier run cannot be ended");
    }
    if let Err(why) = recover_seats(inner).await {
        tracing::error!(error = %why, "seats of an earlier run cannot be given up");
    }
    if let Err(why) = recover_legs(inner).await {
        tracing::error!(error = %why, "legs of an earlier run's seats cannot be ended");
    }
    if let Err(why) = finish_recordings(inner).await {
        tracing::error!(error = %why, "recordings of an earlier run cannot be finished");
    }
}

async fn end_all(inner: &Arc<Inner>) -> Result<(), StoreError> {
    for (workspace, id) in inner.store.system().read(|tx| tx.live_rooms()).await? {
        let is_open = inner.floor().is_some_and(|floor| floor.desk(&id).is_some());
        if !is_open {
            end(inner, &workspace, id).await?;
        }
    }
    Ok(())
}

async fn end(inner: &Arc<Inner>, workspace: &WorkspaceId, id: RoomId) -> Result<(), StoreError> {
    let now = inner.clock.now();
    let ended = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            let Some(mut row) = tx.rooms().get(&id)? else {
                return Ok(None);
            };
            let answer = step(row.room.clone(), Event::Recovered, now, &Limits::default());
            row.room = answer.room;
            (row.updated_at, row.ended_at) = (now, Some(now));
            tx.rooms().update(&mut row)?;
            Ok(Some((row, answer.actions)))
        })
        .await?;
    let Some((row, actions)) = ended else {
        return Ok(());
    };
    if row.room.bridge == Bridge::Carrier {
        let (account, name) = (row.account_id.clone(), row.id.to_string());
        inner.begin(end_named(inner.clone(), workspace.clone(), account, name));
    }
    for action in actions {
        match action {
            Action::HangUp => {
                feed(inner, workspace, &row.call_id, CallEvent::HangUpRequested).await?;
                close::free_lead(inner, workspace, &row, true).await?;
            }
            Action::ReleaseLead => close::free_lead(inner, workspace, &row, false).await?,
            // Nothing of the audio is left.
            Action::PlanCall
            | Action::Bridge
            | Action::Comfort
            | Action::StopComfort
            | Action::Apologise
            | Action::CloseAudio => {}
        }
    }
    inner.changes.room(workspace, row.id);
    Ok(())
}

async fn finish_recordings(inner: &Arc<Inner>) -> Result<(), StoreError> {
    let Some(floor) = inner.floor() else {
        return Ok(());
    };
    for (workspace, row) in inner.store.system().read(|tx| tx.unfinished_recordings()).await? {
        let path = floor.config.recordings.join(&row.file);
        let mended = tokio::task::spawn_blocking(move || {
            let found = recover(&path);
            let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
            (found, bytes)
        });
        let Ok((found, bytes)) = mended.await else {
            continue;
        };
        let duration = match found {
            Ok(Recovered::Whole { duration } | Recovered::Mended { duration }) => duration,
            Ok(Recovered::Empty) => std::time::Duration::ZERO,
            Err(why) => {
                tracing::warn!(recording.id = %row.id, error = %why, "a recording of an earlier run cannot be mended");
                continue;
            }
        };
        let row = RecordingRow {
            duration_ms: Some(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
            bytes: Some(i64::try_from(bytes).unwrap_or(i64::MAX)),
            ..row
        };
        close::keep(inner, &workspace, row).await?;
    }
    Ok(())
}
