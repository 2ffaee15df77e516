//! Recordings are kept as long as the workspace says: rows, files and audit log, in virtual time.

use std::path::Path;
use std::time::Duration;

use outdial_domain::Timestamp;
use outdial_domain::call::Call;
use outdial_domain::ids::{AuditId, CallId, RecordingId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::settings::Settings;
use outdial_engine::{Clock, Floor, FloorConfig, RecordingRemoval};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_store::{
    Actor, AuditRow, CallRecording, CallRow, DeletedBy, Deletion, PageRequest, RecordingRow,
};
use serde_json::json;

use crate::world::{Setup, World, person};

const DAY_MS: i64 = 24 * 60 * 60_000;

/// A world that keeps recordings for a week.
async fn world() -> (World, tempfile::TempDir) {
    let setup = Setup::default();
    let settings = Settings {
        keep_recordings_days: Some(7),
        ..setup.settings
    };
    let world = World::new(Setup { settings, ..setup }).await;
    let folder = tempfile::tempdir().unwrap();
    give_floor(&world, folder.path());
    (world, folder)
}

fn give_floor(world: &World, folder: &Path) {
    let hub = MediaHub::start(HubConfig::loopback(folder.to_owned())).unwrap();
    let floor = Floor::new(hub, FloorConfig::new(folder.to_owned()));
    world.engine.open_floor(floor);
}

/// A recording of a call, begun some days ago, with its file.
async fn recorded(world: &World, folder: &Path, number: u128, days_ago: i64, file: &str) -> RecordingRow {
    let begun = world.clock.now().plus_ms(-days_ago * DAY_MS);
    let row = RecordingRow {
        id: RecordingId::from_bits(number),
        call_id: CallId::from_bits(number),
        file: file.to_owned(),
        channels: 2,
        started_at: begun,
        duration_ms: Some(5_000),
        bytes: Some(4),
    };
    if !file.contains('/') {
        std::fs::write(folder.join(file), "RIFF").unwrap();
    }
    let (stored, call) = (row.clone(), call_of(&row, begun));
    let rows = world.store.workspace(world.workspace.clone());
    rows.write(move |tx| {
        let mut call = call;
        tx.calls().insert(&call)?;
        call.recording = Some(CallRecording {
            id: stored.id.to_string(),
            url: format!("/api/v1/recordings/{}", stored.id),
            duration_ms: stored.duration_ms,
            channels: 2,
            deleted: None,
        });
        tx.calls().remark(&mut call)?;
        tx.recordings().put(&stored)
    })
    .await
    .unwrap();
    row
}

/// A call that is far in the future, so that nobody dials it.
fn call_of(recording: &RecordingRow, now: Timestamp) -> CallRow {
    CallRow {
        call: Call::planned(now.plus_ms(400 * DAY_MS)),
        ..CallRow::planned(
            recording.call_id.clone(),
            PhoneNumber::from_e164(&person(1)[0]).unwrap(),
            Actor::system(),
            now,
        )
    }
}

async fn deletion(world: &World, row: &RecordingRow) -> Option<Deletion> {
    let id = row.id.clone();
    let rows = world.store.workspace(world.workspace.clone());
    rows.read(move |tx| tx.recordings().deletion(&id)).await.unwrap()
}

/// How many files are still to be removed.
async fn owed(world: &World) -> usize {
    let system = world.store.system();
    let found = system.read(|tx| tx.recordings_owed(None, 100)).await;
    found.unwrap().len()
}

async fn audited(world: &World) -> Vec<(String, serde_json::Value)> {
    let rows = world.store.workspace(world.workspace.clone());
    let page = rows.read(|tx| tx.audit().list(&PageRequest::first(50)));
    let lines = page.await.unwrap().items.into_iter();
    lines.map(|line| (line.action, line.detail)).collect()
}

/// Lets virtual time pass until a condition holds.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    panic!("{what} did not happen");
}

#[tokio::test(start_paused = true)]
async fn recordings_older_than_the_workspace_keeps_them_are_deleted_within_the_hour() {
    let (world, folder) = world().await;
    let old = recorded(&world, folder.path(), 1, 8, "old.wav").await;
    let young = recorded(&world, folder.path(), 2, 6, "young.wav").await;
    until("the deletion", async || deletion(&world, &old).await.is_some()).await;
    until("the removal", async || owed(&world).await == 0).await;
    assert_eq!(deletion(&world, &old).await.unwrap().by, DeletedBy::Retention);
    assert!(!folder.path().join("old.wav").exists());
    let call = world.calls().await.remove(0);
    let shown = call.recording.unwrap();
    assert_eq!(shown.id, old.id.to_string());
    assert_eq!(shown.deleted, deletion(&world, &old).await);
    let said = (
        "recordings.expired".to_owned(),
        json!({"deleted": 1, "kept_days": 7}),
    );
    assert_eq!(audited(&world).await, std::slice::from_ref(&said));

    assert_eq!(deletion(&world, &young).await, None);
    assert!(folder.path().join("young.wav").exists());
    tokio::time::sleep(Duration::from_secs(26 * 60 * 60)).await;
    until("the second deletion", async || {
        deletion(&world, &young).await.is_some()
    })
    .await;
    assert_eq!(audited(&world).await, [said.clone(), said]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_deleted_where_recordings_are_kept_for_ever() {
    let world = World::new(Setup::default()).await;
    let folder = tempfile::tempdir().unwrap();
    give_floor(&world, folder.path());
    let old = recorded(&world, folder.path(), 1, 4_000, "old.wav").await;
    tokio::time::sleep(Duration::from_secs(3 * 60 * 60)).await;
    assert_eq!(deletion(&world, &old).await, None);
    assert!(folder.path().join("old.wav").exists());
    assert_eq!(audited(&world).await, []);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_cannot_be_removed_is_tried_again_after_a_restart_too() {
    let (mut world, folder) = world().await;
    let old = recorded(&world, folder.path(), 1, 8, "old.wav").await;
    let other = recorded(&world, folder.path(), 2, 9, "other.wav").await;
    // A folder of that name cannot be removed as a file.
    let path = folder.path().join("old.wav");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    until("both deletions", async || {
        deletion(&world, &old).await.is_some() && deletion(&world, &other).await.is_some()
    })
    .await;
    until("the other's removal", async || owed(&world).await == 1).await;
    assert!(!folder.path().join("other.wav").exists());
    tokio::time::sleep(Duration::from_secs(2 * 60 * 60)).await;
    assert_eq!(owed(&world).await, 1, "it is still owed");

    world.crash().await;
    give_floor(&world, folder.path());
    std::fs::remove_dir(&path).unwrap();
    std::fs::write(&path, "RIFF").unwrap();
    until("the removal", async || owed(&world).await == 0).await;
    assert!(!path.exists());
}

#[tokio::test(start_paused = true)]
async fn no_file_outside_the_folder_is_ever_touched() {
    let (world, folder) = world().await;
    let outside = tempfile::tempdir().unwrap();
    let key = outside.path().join("key");
    std::fs::write(&key, "secret").unwrap();
    let name = key.to_str().unwrap().to_owned();
    let old = recorded(&world, folder.path(), 1, 8, &name).await;
    until("the deletion", async || deletion(&world, &old).await.is_some()).await;
    tokio::time::sleep(Duration::from_secs(2 * 60 * 60)).await;
    assert!(key.exists());
    assert_eq!(owed(&world).await, 1, "it is not forgotten either");
}

#[tokio::test(start_paused = true)]
async fn a_person_deletes_one_recording_once_and_none_that_goes_on() {
    let (world, folder) = world().await;
    let row = recorded(&world, folder.path(), 1, 1, "one.wav").await;
    let entry = || AuditRow {
        id: AuditId::from_bits(1),
        at: world.clock.now(),
        actor: Actor::system(),
        action: "recording.deleted".to_owned(),
        subject: Some(row.id.to_string()),
        detail: json!(null),
        ip: None,
    };
    let delete = async |id: &RecordingId| {
        let done = world.engine.delete_recording(&world.workspace, id, entry());
        done.await.unwrap()
    };
    assert_eq!(delete(&row.id).await, RecordingRemoval::Deleted);
    assert!(!folder.path().join("one.wav").exists());
    assert_eq!(deletion(&world, &row).await.unwrap().by, DeletedBy::Person);
    assert_eq!(owed(&world).await, 0);
    assert_eq!(delete(&row.id).await, RecordingRemoval::Deleted);
    assert_eq!(audited(&world).await.len(), 1);

    let mut going_on = recorded(&world, folder.path(), 2, 0, "two.wav").await;
    going_on.id = RecordingId::from_bits(3);
    (going_on.duration_ms, going_on.bytes) = (None, None);
    let (stored, rows) = (going_on.clone(), world.store.workspace(world.workspace.clone()));
    rows.write(move |tx| tx.recordings().put(&stored)).await.unwrap();
    assert_eq!(delete(&going_on.id).await, RecordingRemoval::Unfinished);
    let nobody = RecordingId::from_bits(9);
    assert_eq!(delete(&nobody).await, RecordingRemoval::NoSuchRecording);
}
