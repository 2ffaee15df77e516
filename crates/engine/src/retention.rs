//! Deletes recordings: those that are older than the workspace keeps them, and those that somebody wants gone.
//!
//! The row says so first, in one transaction with the audit log, and owes the removal of the file. A file that cannot
//! be removed is tried again at the next sweep, for as long as it takes.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::{AuditId, RecordingId, WorkspaceId};
use outdial_store::{Actor, AuditRow, CallRow, DeletedBy, Deletion, RecordingRow, StoreError, Tx};
use serde_json::json;

use crate::clock::sleep_until;
use crate::engine::{Engine, Inner};

/// What became of the wish to delete a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingRemoval {
    /// It is deleted, now or before.
    Deleted,
    /// It goes on.
    Unfinished,
    /// There is no such recording.
    NoSuchRecording,
}

impl Engine {
    /// Deletes a recording for good. Its file is removed at once if that can be done, and later otherwise.
    ///
    /// # Errors
    /// When the store fails; then nothing is deleted.
    pub async fn delete_recording(
        &self,
        workspace: &WorkspaceId,
        id: &RecordingId,
        entry: AuditRow,
    ) -> Result<RecordingRemoval, StoreError> {
        let (id, now) = (id.clone(), self.inner.clock.now());
        let marked = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| mark_one(tx, &id, &entry, now))
            .await?;
        let (row, call) = match marked {
            Marked::Now(row, call) => (row, call),
            Marked::Before => return Ok(RecordingRemoval::Deleted),
            Marked::Unfinished => return Ok(RecordingRemoval::Unfinished),
            Marked::NoSuchRecording => return Ok(RecordingRemoval::NoSuchRecording),
        };
        if let Some(call) = call {
            self.inner.changes.call(workspace, *call);
        }
        if let Some(folder) = folder(&self.inner) {
            remove_file(&self.inner, workspace, &row, &folder).await?;
        }
        Ok(RecordingRemoval::Deleted)
    }
}

enum Marked {
    Now(RecordingRow, Option<Box<CallRow>>),
    Before,
    Unfinished,
    NoSuchRecording,
}

fn mark_one(
    tx: &mut Tx<'_>,
    id: &RecordingId,
    entry: &AuditRow,
    now: Timestamp,
) -> Result<Marked, StoreError> {
    let Some(row) = tx.recordings().get(id)? else {
        return Ok(Marked::NoSuchRecording);
    };
    if tx.recordings().deletion(id)?.is_some() {
        return Ok(Marked::Before);
    }
    if row.duration_ms.is_none() && row.started_at > now.plus_ms(-TALK_MAX_MS) {
        return Ok(Marked::Unfinished);
    }
    let deletion = Deletion {
        at: now,
        by: DeletedBy::Person,
    };
    let call = tx.recordings().delete(&row, deletion)?;
    tx.audit().add(entry)?;
    Ok(Marked::Now(row, call.map(Box::new)))
}

/// Sweeps at once and then every hour, until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        if let Err(why) = sweep(&inner).await {
            tracing::error!(error = %why, "old recordings cannot be deleted; trying again in an hour");
        }
        let again = inner.clock.now().plus_ms(INTERVAL_MS);
        tokio::select! {
            () = sleep_until(inner.clock.as_ref(), again) => {}
            () = inner.stop.cancelled() => return,
        }
    }
}

async fn sweep(inner: &Arc<Inner>) -> Result<(), StoreError> {
    let Some(folder) = folder(inner) else {
        return Ok(());
    };
    for workspace in inner.store.system().read(|tx| tx.workspaces()).await? {
        while delete_expired(inner, &workspace.id).await? {
            if inner.stop.is_cancelled() {
                return Ok(());
            }
        }
    }
    remove_owed(inner, &folder).await
}

/// Deletes the oldest of what a workspace keeps no longer; says whether there may be more.
async fn delete_expired(inner: &Arc<Inner>, workspace: &WorkspaceId) -> Result<bool, StoreError> {
    let engine = inner.clone();
    let (deleted, calls) = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| mark_expired(tx, &engine))
        .await?;
    for call in calls {
        inner.changes.call(workspace, call);
    }
    Ok(deleted >= AT_ONCE)
}

fn mark_expired(tx: &mut Tx<'_>, inner: &Inner) -> Result<(u32, Vec<CallRow>), StoreError> {
    let now = inner.clock.now();
    let Some(days) = tx.settings().current()?.settings.keep_recordings_days else {
        return Ok((0, Vec::new()));
    };
    let before = now.plus_ms(-i64::from(days) * DAY_MS);
    let unfinished = before.min(now.plus_ms(-TALK_MAX_MS));
    let expired = tx.recordings().begun_before(before, unfinished, AT_ONCE)?;
    if expired.is_empty() {
        return Ok((0, Vec::new()));
    }
    let deletion = Deletion {
        at: now,
        by: DeletedBy::Retention,
    };
    let mut calls = Vec::with_capacity(expired.len());
    for row in &expired {
        calls.extend(tx.recordings().delete(row, deletion)?);
    }
    tx.audit().add(&AuditRow {
        id: AuditId::from_bits(inner.ids.next(now)),
        at: now,
        actor: Actor::system(),
        action: "recordings.expired".to_owned(),
        subject: None,
        detail: json!({ "deleted": expired.len(), "kept_days": days }),
        ip: None,
    })?;
    Ok((u32::try_from(expired.len()).unwrap_or(AT_ONCE), calls))
}

/// Removes the files of deleted recordings. One that will not go does not keep the others.
async fn remove_owed(inner: &Arc<Inner>, folder: &Path) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let from = after.clone();
        let owed = inner
            .store
            .system()
            .read(move |tx| tx.recordings_owed(from.as_ref(), AT_ONCE))
            .await?;
        let Some((workspace, row)) = owed.last() else {
            return Ok(());
        };
        after = Some((workspace.clone(), row.id.clone()));
        for (workspace, row) in &owed {
            if inner.stop.is_cancelled() {
                return Ok(());
            }
            remove_file(inner, workspace, row, folder).await?;
        }
    }
}

async fn remove_file(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: &RecordingRow,
    folder: &Path,
) -> Result<(), StoreError> {
    let Some(path) = path_in(folder, &row.file) else {
        tracing::error!(recording.id = %row.id, "a deleted recording names a file outside its folder, which is left alone");
        return Ok(());
    };
    match tokio::fs::remove_file(&path).await {
        Ok(()) => {}
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
        Err(why) => {
            tracing::warn!(recording.id = %row.id, error = %why, "the file of a deleted recording cannot be removed; it is tried again");
            return Ok(());
        }
    }
    let id = row.id.clone();
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| tx.recordings().file_removed(&id))
        .await
}

/// The file of this name in the folder itself; nothing when the name leads elsewhere.
fn path_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(only)), None) if only == name => Some(folder.join(only)),
        (Some(_) | None, _) => None,
    }
}

fn folder(inner: &Inner) -> Option<PathBuf> {
    inner
        .floor()
        .map(|floor| floor.config().recordings.clone())
        .or_else(|| inner.config.recordings.clone())
}

/// How many recordings one transaction deletes: some milliseconds.
const AT_ONCE: u32 = 100;
const INTERVAL_MS: i64 = 60 * 60_000;
const DAY_MS: i64 = 24 * 60 * 60_000;
/// No talk is longer, so what was not finished by then never will be.
const TALK_MAX_MS: i64 = DAY_MS;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = Path::new("/data/recordings");
        assert_eq!(path_in(folder, "rec_1.wav"), Some(folder.join("rec_1.wav")));
        for name in [
            "",
            ".",
            "..",
            "/etc/passwd",
            "../key",
            "a/b.wav",
            "a/../../key",
            "./a.wav",
            "a/",
        ] {
            assert_eq!(path_in(folder, name), None, "{name}");
        }
    }
}
