//! Sessions from their beginning to their end.

use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::{PASSWORD, TestApp};

#[tokio::test]
async fn a_session_shows_who_is_signed_in_and_ends_on_the_server() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Manager).await;
    let session = client.get("/api/v1/session").await.expect_status(200).json();
    assert_eq!(session["user"]["email"], "manager@example.com");
    assert_eq!(session["user"]["role"], "manager");
    assert_eq!(session["workspace"]["name"], "Outdial");
    assert_eq!(session["csrf_token"], client.csrf.clone().unwrap());
    client.delete("/api/v1/session").await.expect_status(204);
    assert_eq!(
        client.get("/api/v1/session").await.expect_status(401).problem(),
        "auth.session_expired"
    );
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let app = TestApp::new().await;
    let client = app.signed_in(Role::Agent).await;
    app.clock.advance_s(14 * 24 * 60 * 60 - 1);
    client.get("/api/v1/session").await.expect_status(200);
    app.clock.advance_s(1);
    client.get("/api/v1/session").await.expect_status(401);
}

#[tokio::test]
async fn signing_in_changes_the_token_and_ends_the_session_before() {
    let app = TestApp::new().await;
    let before = app.signed_in(Role::Agent).await;
    let mut after = before.clone();
    after
        .sign_in("agent@example.com", PASSWORD)
        .await
        .expect_status(200);
    assert_ne!(before.cookie, after.cookie);
    assert_ne!(before.csrf, after.csrf);
    before.get("/api/v1/session").await.expect_status(401);
    after.get("/api/v1/session").await.expect_status(200);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let here = app.signed_in(Role::Agent).await;
    let there = app.signed_in(Role::Agent).await;
    let wrong = json!({"current_password": "not this one", "new_password": "another horse battery"});
    let answer = here
        .post("/api/v1/session/password", &wrong)
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "auth.password_wrong");
    let weak = json!({"current_password": PASSWORD, "new_password": "password123"});
    let answer = here
        .post("/api/v1/session/password", &weak)
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "auth.password_weak");
    let right = json!({"current_password": PASSWORD, "new_password": "another horse battery"});
    here.post("/api/v1/session/password", &right)
        .await
        .expect_status(204);
    here.get("/api/v1/session").await.expect_status(200);
    there.get("/api/v1/session").await.expect_status(401);
    app.stranger()
        .sign_in("agent@example.com", PASSWORD)
        .await
        .expect_status(401);
    app.stranger()
        .sign_in("agent@example.com", "another horse battery")
        .await
        .expect_status(200);
}

#[tokio::test]
async fn a_disabled_user_is_out_at_once_and_cannot_come_back() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let admin = app.signed_in(Role::Admin).await;
    let id = agent.get("/api/v1/session").await.json()["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    admin
        .patch(&format!("/api/v1/users/{id}"), &json!({"disabled": true}))
        .await
        .expect_status(200);
    agent.get("/api/v1/session").await.expect_status(401);
    let answer = app
        .stranger()
        .sign_in("agent@example.com", PASSWORD)
        .await
        .expect_status(401);
    assert_eq!(answer.problem(), "auth.credentials");
}

#[tokio::test]
async fn the_address_is_not_case_sensitive() {
    let app = TestApp::new().await;
    app.stranger()
        .sign_in(" Agent@Example.COM ", PASSWORD)
        .await
        .expect_status(200);
}

#[tokio::test]
async fn a_key_has_no_session() {
    let app = TestApp::empty(&[("OUTDIAL_API_KEY", "a-service-key-of-length")]).await;
    let program = app.stranger().with_key("a-service-key-of-length");
    program.get("/api/v1/users").await.expect_status(200);
    program.get("/api/v1/session").await.expect_status(401);
    let by_header = app.stranger().with_header("x-api-key", "a-service-key-of-length");
    by_header.get("/api/v1/users").await.expect_status(200);
}
