//! Too much of anything.

use axum::body::Body;
use axum::http::Method;
use outdial_server::http::auth::Role;
use serde_json::json;

use crate::app::TestApp;

#[tokio::test]
async fn bodies_larger_than_the_operation_needs_are_refused() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let large = json!({"name": "x".repeat(1024 * 1024 + 1)});
    let answer = admin.post("/api/v1/api-keys", &large).await.expect_status(413);
    assert_eq!(answer.problem(), "request.too_large");
    let keyed = admin.with_header("idempotency-key", "k");
    let huge = json!({"text": "1".repeat(13 * 1024 * 1024)});
    assert_eq!(
        keyed
            .post("/api/v1/dnc", &huge)
            .await
            .expect_status(413)
            .problem(),
        "request.too_large"
    );
    assert_eq!(
        admin
            .post("/api/v1/dnc", &huge)
            .await
            .expect_status(413)
            .problem(),
        "request.too_large"
    );
    let mut stranger = app.stranger();
    stranger
        .sign_in(&"a".repeat(2 * 1024 * 1024), "x")
        .await
        .expect_status(413);
}

#[tokio::test]
async fn a_list_of_ten_megabytes_is_read() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let text = "nonsense line that is no number at all, over and over again\n".repeat(90_000);
    let answer = admin
        .post("/api/v1/dnc", &json!({"text": text}))
        .await
        .expect_status(422);
    assert_eq!(answer.problem(), "dnc.nothing");
    assert!(answer.text.len() < 100_000);
}

#[tokio::test]
async fn headers_and_addresses_out_of_proportion_are_refused() {
    let app = TestApp::new().await;
    let answer = app
        .stranger()
        .with_header("x-large", &"x".repeat(40 * 1024))
        .get("/api/v1/setup")
        .await;
    assert_eq!(answer.expect_status(431).problem(), "request.headers_too_large");
    let answer = app
        .stranger()
        .get(&format!("/api/v1/setup?{}", "x".repeat(40 * 1024)))
        .await;
    assert_eq!(answer.expect_status(431).problem(), "request.headers_too_large");
}

#[tokio::test]
async fn an_actor_that_asks_too_fast_is_told_to_wait() {
    let app = TestApp::that_limits().await;
    let agent = app.signed_in(Role::Agent).await;
    let mut answer = agent.get("/api/v1/session").await;
    for _ in 0..700 {
        answer = agent.get("/api/v1/session").await;
        if answer.status == 429 {
            break;
        }
    }
    assert_eq!(answer.problem(), "request.rate_limited");
    assert_eq!(answer.headers["retry-after"], "1");
    app.signed_in(Role::Manager)
        .await
        .get("/api/v1/session")
        .await
        .expect_status(200);
    app.clock.advance_s(1);
    agent.get("/api/v1/session").await.expect_status(200);
}

#[tokio::test]
async fn no_nonsense_is_answered_with_a_fault_of_ours() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let bodies: [&[u8]; 8] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{\"name\":1}",
        b"{\"name\":\"\\ud800\"}",
        b"\"text\"",
    ];
    let posts = [
        "session",
        "setup",
        "users",
        "api-keys",
        "dnc",
        "carriers",
        "calls",
        "runs",
        "numbers/check",
        "session/password",
    ];
    for path in posts {
        for body in bodies {
            for kind in [
                "application/json",
                "text/plain",
                "text/csv",
                "application/x-www-form-urlencoded",
            ] {
                let client = admin.with_header("content-type", kind);
                let answer = client
                    .send(Method::POST, &format!("/api/v1/{path}"), Body::from(body))
                    .await;
                assert!(
                    !answer.status.is_server_error(),
                    "{path} {kind} {body:?}: {}",
                    answer.text
                );
                if !answer.status.is_success() {
                    answer.problem();
                }
            }
        }
    }
    for query in [
        "limit=x",
        "limit=-1",
        "cursor=zz",
        "cursor=%00",
        "limit=99999999999",
        "q=%ff",
        "from=yesterday",
    ] {
        for path in ["audit", "dnc", "calls", "runs", "stats"] {
            let answer = admin.get(&format!("/api/v1/{path}?{query}")).await;
            assert!(
                !answer.status.is_server_error(),
                "{path}?{query}: {}",
                answer.text
            );
        }
    }
}
