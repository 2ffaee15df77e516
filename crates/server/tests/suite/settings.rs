//! Reading and changing settings.

use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::TestApp;

#[tokio::test]
async fn a_change_is_based_on_a_revision_and_keeps_what_is_left_out() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let before = manager.get("/api/v1/settings").await.expect_status(200).json();
    let revision = before["revision"].to_string();
    let change = json!({"max_live_calls": 7});
    let answer = manager.put("/api/v1/settings", &change).await.expect_status(428);
    assert_eq!(answer.problem(), "revision.required");
    let based = manager.with_header("if-match", &revision);
    let after = based
        .put("/api/v1/settings", &change)
        .await
        .expect_status(200)
        .json();
    assert_eq!(after["max_live_calls"], 7);
    assert_eq!(after["message"], before["message"]);
    assert_ne!(after["revision"], before["revision"]);
    let answer = based.put("/api/v1/settings", &change).await.expect_status(409);
    assert_eq!(answer.problem(), "revision.conflict");
    let log = manager.get("/api/v1/audit").await.json();
    assert_eq!(
        log["items"][0]["detail"]["changed"]["max_live_calls"],
        json!({"from": 50, "to": 7})
    );
}

#[tokio::test]
async fn every_field_that_cannot_be_used_is_named() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let revision = manager.get("/api/v1/settings").await.json()["revision"].clone();
    let wrong = json!({"revision": revision, "default_region": "XX", "ring_timeout_s": 0});
    let answer = manager.put("/api/v1/settings", &wrong).await.expect_status(422);
    assert_eq!(answer.problem(), "settings.invalid");
    let fields: Vec<_> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].clone())
        .collect();
    assert_eq!(fields, ["default_region", "ring_timeout_s"]);
    for nonsense in [
        json!({"revision": revision, "colour": "red"}),
        json!({"revision": revision, "record": "yes"}),
    ] {
        manager
            .put("/api/v1/settings", &nonsense)
            .await
            .expect_status(422);
    }
}
