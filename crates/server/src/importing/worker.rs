//! The two loops that work on imports.

use std::time::Duration;

use outdial_domain::ids::{ImportId, WorkspaceId};
use outdial_store::{ImportRow, ImportState, StoreError};

use super::check::check;
use super::failure::Failure;
use super::run::run;
use super::take_back::take_back;
use crate::http::AppState;

/// Looks at the files of imports until the process ends.
pub async fn check_files(app: AppState) {
    while !app.stop.is_cancelled() {
        match next(&app, ImportState::Checking, ImportState::Checking).await {
            Ok(Some((workspace, id))) => {
                let ended = check(&app, &workspace, &id).await;
                app.imports.end(&id);
                tell(&app, &workspace, &id);
                rest_after(&app, ended).await;
            }
            Ok(None) => idle(&app, &app.imports.to_check).await,
            Err(why) => rest_after(&app, Err(why.into())).await,
        }
    }
}

/// Writes what is imported, and takes back what is undone, until the process ends.
pub async fn write_leads(app: AppState) {
    while !app.stop.is_cancelled() {
        match next(&app, ImportState::Running, ImportState::Undoing).await {
            Ok(Some((workspace, id))) => {
                let ended = go_on(&app, &workspace, &id).await;
                app.imports.end(&id);
                tell(&app, &workspace, &id);
                rest_after(&app, ended).await;
            }
            Ok(None) => idle(&app, &app.imports.to_write).await,
            Err(why) => rest_after(&app, Err(why.into())).await,
        }
    }
}

async fn go_on(app: &AppState, workspace: &WorkspaceId, id: &ImportId) -> Result<(), Failure> {
    let wanted = id.clone();
    let rows = app.workspace(workspace);
    let Some(row) = rows.read(move |tx| tx.imports().get(&wanted)).await? else {
        return Ok(());
    };
    match row.state {
        ImportState::Running => run(app, workspace, row).await,
        ImportState::Undoing => undo(app, workspace, row).await,
        ImportState::Checking
        | ImportState::Checked
        | ImportState::Done
        | ImportState::Cancelled
        | ImportState::Failed
        | ImportState::Undone => Ok(()),
    }
}

async fn undo(app: &AppState, workspace: &WorkspaceId, mut row: ImportRow) -> Result<(), Failure> {
    let undone = take_back(app, workspace, &row).await?;
    row.state = ImportState::Undone;
    // An earlier life of this process may have done a part of it.
    let earlier = row.undone.unwrap_or_default();
    row.undone = Some(outdial_store::ImportUndone {
        removed: earlier.removed + undone.removed,
        restored: earlier.restored + undone.restored,
        kept: undone.kept,
    });
    row.finished_at = Some(app.now());
    app.workspace(workspace)
        .write(move |tx| {
            if let Some(list) = row.list_id.clone()
                && tx.lists().get(&list)?.is_none()
            {
                row.list_id = None;
            }
            tx.imports().update(&mut row)
        })
        .await?;
    Ok(())
}

async fn next(
    app: &AppState,
    one: ImportState,
    other: ImportState,
) -> Result<Option<(WorkspaceId, ImportId)>, StoreError> {
    app.store
        .system()
        .read(move |tx| tx.next_import(one, other))
        .await
}

fn tell(app: &AppState, workspace: &WorkspaceId, id: &ImportId) {
    app.engine.changes().import(workspace, id.clone());
}

async fn idle(app: &AppState, wake: &tokio::sync::Notify) {
    tokio::select! {
        () = wake.notified() => {}
        () = app.stop.cancelled() => {}
        () = tokio::time::sleep(LOOK_AGAIN) => {}
    }
}

/// What failed for a passing reason is tried again, a little later.
async fn rest_after(app: &AppState, ended: Result<(), Failure>) {
    match ended {
        // A conflict: somebody changed it while it was worked on, and it is looked at anew.
        Ok(()) | Err(Failure::Stopped | Failure::Ending | Failure::Store(StoreError::Conflict { .. })) => {
            return;
        }
        Err(Failure::Store(why)) => {
            tracing::warn!(error = %why, "work on an import broke off; it is taken up again");
        }
        Err(Failure::Hopeless(why)) => tracing::error!(error = why, "work on an import broke off"),
    }
    tokio::select! {
        () = app.stop.cancelled() => {}
        () = tokio::time::sleep(AFTER_FAILURE) => {}
    }
}

/// Losing a wake-up costs this long.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
const AFTER_FAILURE: Duration = Duration::from_secs(2);
