//! Browsers are told of STUN and TURN before their first offer.

use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::TestApp;

#[tokio::test]
async fn a_browser_learns_the_turn_server_before_its_first_offer() {
    let app = TestApp::empty(&[
        ("OUTDIAL_MEDIA_STUN", "stun:stun.example.com:3478"),
        ("OUTDIAL_MEDIA_TURN", "turn:turn.example.com:3478?transport=udp"),
        ("OUTDIAL_MEDIA_TURN_USER", "outdial"),
        ("OUTDIAL_MEDIA_TURN_PASSWORD", "let me through"),
    ])
    .await;
    app.add_user("agent@example.com", Role::Agent).await;
    let agent = app.signed_in(Role::Agent).await;
    let shown = agent.get("/api/v1/rooms/ice-servers").await.expect_status(200);
    assert_eq!(
        shown.json(),
        json!({"ice_servers": [
            {"urls": ["stun:stun.example.com:3478"]},
            {"urls": ["turn:turn.example.com:3478?transport=udp"], "username": "outdial", "credential": "let me through"},
        ]})
    );
    let stranger = app.stranger().get("/api/v1/rooms/ice-servers").await;
    assert_eq!(stranger.expect_status(401).problem(), "auth.required");
}

#[tokio::test]
async fn without_servers_there_is_an_empty_list() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let shown = agent.get("/api/v1/rooms/ice-servers").await.expect_status(200);
    assert_eq!(shown.json(), json!({"ice_servers": []}));
}
