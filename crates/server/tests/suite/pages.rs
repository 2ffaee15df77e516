//! The page, the documents and the health checks.

use outdial_server::http::api_document;
use outdial_server::http::auth::Role;
use serde_json::Value;

use crate::app::TestApp;

#[tokio::test]
async fn the_page_is_never_cached_and_programs_never_get_it() {
    let app = TestApp::new().await;
    for path in ["/", "/settings/carriers", "/calls/call_0"] {
        let answer = app.stranger().get(path).await.expect_status(200);
        assert!(answer.text.starts_with("<!doctype html>"), "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
    }
    for path in [
        "/api",
        "/api/",
        "/api/v2/calls",
        "/api/v1/nothing",
        "/webhooks/nothing",
        "/nothing.js",
    ] {
        let answer = app.stranger().get(path).await.expect_status(404);
        assert_eq!(answer.problem(), "request.not_found", "{path}");
    }
    let answer = app
        .stranger()
        .post("/settings", &serde_json::json!({}))
        .await
        .expect_status(405);
    assert_eq!(answer.problem(), "request.method_not_allowed");
}

#[tokio::test]
async fn the_api_describes_itself_without_anybody_else_s_server() {
    let app = TestApp::new().await;
    let document = app
        .stranger()
        .get("/api/v1/openapi.json")
        .await
        .expect_status(200)
        .json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in ["/api/v1/docs", "/api/v1/docs/docs.js", "/api/v1/docs/docs.css"] {
        let answer = app.stranger().get(path).await.expect_status(200);
        assert!(
            !answer.text.contains("https://") && !answer.text.contains("http://"),
            "{path}"
        );
        assert!(
            !answer.text.contains("style=\"") && !answer.text.contains("<script>"),
            "{path}"
        );
        assert!(!answer.text.contains("innerHTML"), "{path}");
    }
}

#[tokio::test]
async fn the_committed_document_is_that_of_the_code() {
    let app = TestApp::new().await;
    // What is served is the committed document.
    let served = app.stranger().get("/api/v1/openapi.json").await.text;
    let described = api_document().to_pretty_json().unwrap();
    let differing = served
        .lines()
        .zip(described.lines())
        .position(|(one, other)| one != other);
    // The whole documents would fill pages of the log.
    assert!(
        served.trim_end() == described.trim_end(),
        "they differ from line {differing:?} (from 0) on: run `cargo xtask gen` and commit crates/server/openapi.json"
    );
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = serde_json::to_value(api_document()).unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                references.push(reference.clone());
            }
            object.values().for_each(|inner| collect(inner, references));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn health_tells_life_from_readiness() {
    let app = TestApp::new().await;
    let stranger = app.stranger();
    stranger.get("/healthz").await.expect_status(200);
    assert_eq!(
        stranger.get("/readyz").await.expect_status(200).json()["ready"],
        true
    );
    app.app.stop.cancel();
    let stopping = stranger.get("/readyz").await.expect_status(503).json();
    assert_eq!(
        (&stopping["serving"], &stopping["database"]),
        (&Value::from(false), &Value::from(true))
    );
    stranger.get("/healthz").await.expect_status(200);
}

#[tokio::test]
async fn figures_are_for_this_machine_or_for_a_key() {
    let app = TestApp::new().await;
    let near = app.stranger();
    assert_eq!(
        near.get("/metrics").await.expect_status(404).problem(),
        "request.not_found"
    );
    let far = near.with_header("x-forwarded-for", "203.0.113.9");
    far.get("/metrics").await.expect_status(401);
    let manager = app
        .signed_in(Role::Manager)
        .await
        .with_header("x-forwarded-for", "203.0.113.9");
    manager.get("/metrics").await.expect_status(404);
    let agent = app
        .signed_in(Role::Agent)
        .await
        .with_header("x-forwarded-for", "203.0.113.9");
    agent.get("/metrics").await.expect_status(403);
}
