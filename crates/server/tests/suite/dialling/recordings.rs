//! Recordings over HTTP: who may delete one, and what is said of it afterwards.

use outdial_domain::ids::{CallId, ClipId, RecordingId};
use outdial_store::{Actor, CallRecording, ClipRow, RecordingRow};
use serde_json::json;

use super::floor::{Floor, MARIA};
use crate::client::Client;

/// A call that was recorded; answers with the recording's id.
async fn recorded(floor: &Floor, client: &Client) -> (String, String) {
    let call = floor.call(client, MARIA).await;
    let id = RecordingId::from_bits(floor.test.app.new_bits());
    let (shown, started_at) = (id.clone(), floor.test.app.now());
    let call_id: CallId = call.parse().unwrap();
    let rows = floor.test.app.workspace(&floor.test.workspace);
    floor.leg(client, &call).await;
    rows.write(move |tx| {
        tx.recordings().put(&RecordingRow {
            id: id.clone(),
            call_id: call_id.clone(),
            file: format!("{id}.wav"),
            channels: 2,
            started_at,
            duration_ms: Some(5_000),
            bytes: Some(4),
        })?;
        let mut call = tx.calls().get(&call_id)?.expect("it was just made");
        call.recording = Some(CallRecording {
            id: id.to_string(),
            url: format!("/api/v1/recordings/{id}"),
            duration_ms: Some(5_000),
            channels: 2,
            deleted: None,
        });
        tx.calls().remark(&mut call)
    })
    .await
    .unwrap();
    (call, shown.to_string())
}

#[tokio::test]
async fn a_deleted_recording_says_so_wherever_it_was_heard() {
    let floor = Floor::new().await;
    let (admin, agent) = (floor.admin().await, floor.agent().await);
    let (call, recording) = recorded(&floor, &admin).await;
    let folder = floor.test.app.config.data_dir.join("recordings");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{recording}.wav"));
    std::fs::write(&file, "RIFF").unwrap();
    let path = format!("/api/v1/recordings/{recording}");

    let refused = agent.delete(&path).await.expect_status(403);
    assert_eq!(refused.problem(), "auth.forbidden");
    assert!(file.exists());
    for _ in 0..2 {
        admin.delete(&path).await.expect_status(204);
    }
    assert!(!file.exists());
    let gone = agent.get(&path).await.expect_status(410);
    assert_eq!(gone.problem(), "recording.deleted");
    let said = gone.json()["detail"].as_str().unwrap().to_owned();
    assert!(said.starts_with("Somebody deleted it at 2026-11-02T"), "{said}");
    let shown = agent.get(&format!("/api/v1/calls/{call}")).await.json();
    assert_eq!(shown["call"]["recording"]["deleted"]["by"], "person");
    let log = floor.audit().await;
    let deletions = log.iter().filter(|action| *action == "recording.deleted");
    assert_eq!(deletions.count(), 1);

    let nobody = RecordingId::from_bits(1);
    let unknown = admin.delete(&format!("/api/v1/recordings/{nobody}")).await;
    assert_eq!(unknown.expect_status(404).problem(), "recording.not_found");
}

#[tokio::test]
async fn the_clip_of_a_lost_browser_must_be_there_and_stays_while_it_is_chosen() {
    let floor = Floor::new().await;
    let admin = floor.admin().await;
    let clip = ClipRow {
        id: ClipId::from_bits(7),
        name: "One moment".to_owned(),
        duration_ms: 1_500,
        created_by: Actor::system(),
        created_at: floor.test.app.now(),
    };
    let id = clip.id.to_string();
    let rows = floor.test.app.workspace(&floor.test.workspace);
    rows.write(move |tx| tx.clips().add(&clip)).await.unwrap();

    let revision = admin.get("/api/v1/settings").await.json()["revision"].clone();
    for nobody in [ClipId::from_bits(8).to_string(), "clip".to_owned()] {
        let wish = json!({"revision": revision, "comfort_clip_id": nobody});
        let refused = admin.put("/api/v1/settings", &wish).await.expect_status(422);
        assert_eq!(refused.problem(), "settings.invalid");
    }
    let talks = json!({
        "comfort_clip_id": id, "apology": "Sorry, we were cut off.", "keep_recordings_days": 90,
    });
    floor.set(talks.clone()).await;
    let shown = admin.get("/api/v1/settings").await.json();
    for (field, value) in talks.as_object().unwrap() {
        assert_eq!(&shown[field], value);
    }

    let path = format!("/api/v1/clips/{id}");
    let refused = admin.delete(&path).await.expect_status(409);
    assert_eq!(refused.problem(), "clip.in_use");
    floor.set(json!({"comfort_clip_id": null})).await;
    admin.delete(&path).await.expect_status(204);
    let again = admin.delete(&path).await.expect_status(404);
    assert_eq!(again.problem(), "clip.not_found");
}
