//! The same request twice.

use axum::body::Body;
use axum::http::Method;
use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::TestApp;

#[tokio::test]
async fn a_repetition_has_the_first_answer_and_no_second_effect() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let keyed = admin.with_header("idempotency-key", "k1");
    let request = json!({"name": "crm"});
    let first = keyed.post("/api/v1/api-keys", &request).await.expect_status(201);
    let again = keyed.post("/api/v1/api-keys", &request).await.expect_status(201);
    assert_eq!(first.text, again.text);
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.headers["content-type"], "application/json");
    assert_eq!(admin.get("/api/v1/api-keys").await.json()["total"], 1);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_a_conflict() {
    let app = TestApp::new().await;
    let admin = app
        .signed_in(Role::Admin)
        .await
        .with_header("idempotency-key", "k1");
    admin
        .post("/api/v1/api-keys", &json!({"name": "one"}))
        .await
        .expect_status(201);
    let answer = admin
        .post("/api/v1/api-keys", &json!({"name": "two"}))
        .await
        .expect_status(409);
    assert_eq!(answer.problem(), "idempotency.mismatch");
}

#[tokio::test]
async fn keys_of_different_people_and_operations_do_not_meet() {
    let app = TestApp::new().await;
    let admin = app
        .signed_in(Role::Admin)
        .await
        .with_header("idempotency-key", "k1");
    let manager = app
        .signed_in(Role::Manager)
        .await
        .with_header("idempotency-key", "k1");
    admin
        .post("/api/v1/dnc", &json!({"numbers": ["+14155552671"]}))
        .await
        .expect_status(200);
    manager
        .post("/api/v1/dnc", &json!({"numbers": ["+14155552672"]}))
        .await
        .expect_status(200);
    admin
        .post("/api/v1/api-keys", &json!({"name": "one"}))
        .await
        .expect_status(201);
}

#[tokio::test]
async fn a_refusal_is_repeated_but_a_passing_one_is_not() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let agent = app
        .signed_in(Role::Agent)
        .await
        .with_header("idempotency-key", "k1");
    agent
        .post("/api/v1/api-keys", &json!({"name": "x"}))
        .await
        .expect_status(403);
    let id = agent.get("/api/v1/session").await.json()["user"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    admin
        .patch(&format!("/api/v1/users/{id}"), &json!({"role": "admin"}))
        .await
        .expect_status(200);
    let agent = app
        .signed_in(Role::Agent)
        .await
        .with_header("idempotency-key", "k1");
    agent
        .post("/api/v1/api-keys", &json!({"name": "x"}))
        .await
        .expect_status(201);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let app = TestApp::new().await;
    let admin = app
        .signed_in(Role::Admin)
        .await
        .with_header("idempotency-key", "k1");
    let first = admin
        .post("/api/v1/api-keys", &json!({"name": "x"}))
        .await
        .expect_status(201);
    app.clock.advance_s(24 * 60 * 60 + 1);
    let later = admin
        .post("/api/v1/api-keys", &json!({"name": "x"}))
        .await
        .expect_status(201);
    assert_ne!(first.text, later.text);
}

#[tokio::test]
async fn of_many_at_once_one_has_the_effect() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let keyed = admin.with_header("idempotency-key", "k1");
    let request = json!({"name": "crm"});
    let answers =
        futures_util::future::join_all((0..8).map(|_| keyed.post("/api/v1/api-keys", &request))).await;
    for answer in answers {
        assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.text);
    }
    assert_eq!(admin.get("/api/v1/api-keys").await.json()["total"], 1);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    for key in ["", &"x".repeat(300)] {
        let keyed = admin.with_header("idempotency-key", key);
        let answer = keyed
            .post("/api/v1/api-keys", &json!({"name": "x"}))
            .await
            .expect_status(400);
        assert_eq!(answer.problem(), "idempotency.key_invalid");
    }
    let unsigned = app.stranger().with_header("idempotency-key", "k1");
    unsigned
        .send(Method::DELETE, "/api/v1/session", Body::empty())
        .await
        .expect_status(401);
}
