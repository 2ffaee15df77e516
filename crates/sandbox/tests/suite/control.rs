//! The control endpoints.

use axum::body::Body;
use axum::http::Request;

use crate::application::Application;
use crate::stage::{SAY, Stage, config};

async fn control(stage: &Stage, method: &str, path: &str, body: &str) -> crate::stage::Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::from(body.to_owned()));
    stage.send(request.unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn the_ledger_can_be_read_whole_and_by_number() {
    let stage = Stage::new(config(), Application::quiet());
    stage.call("+14155550100", &[SAY]).await;
    stage.call("+14155550108", &[SAY]).await;
    stage.pass(5_000).await;
    let all = control(&stage, "GET", "/sandbox/ledger", "").await.body;
    assert_eq!(
        (&all["summary"]["created"], &all["summary"]["rung"]),
        (&2.into(), &1.into())
    );
    assert_eq!(all["numbers"][0]["number"], "+14155550100");
    assert_eq!(all["numbers"][0]["times_rung"], 1);
    assert!(all.get("attempts").is_none());
    let with = control(&stage, "GET", "/sandbox/ledger?attempts=true", "")
        .await
        .body;
    assert_eq!(with["attempts"].as_array().unwrap().len(), 2);
    let one = control(&stage, "GET", "/sandbox/ledger/+14155550100", "")
        .await
        .body;
    assert_eq!(
        (&one["times_dialled"], &one["attempts"][0]["said"][0]),
        (&1.into(), &"Hello there".into())
    );
    assert_eq!(one["attempts"][0]["ending"]["status"], "completed");
    assert_eq!(one["attempts"][0]["callbacks"][3]["event"], "completed");
    assert_eq!(
        control(&stage, "GET", "/sandbox/ledger/+14155559999", "")
            .await
            .status,
        404
    );
}

#[tokio::test(start_paused = true)]
async fn faults_are_switched_while_it_runs() {
    let stage = Stage::new(config(), Application::quiet());
    let put = control(&stage, "PUT", "/sandbox/faults", "{\"drop_callback\": 0.5}").await;
    assert_eq!((put.status, &put.body["drop_callback"]), (200, &0.5.into()));
    assert_eq!(
        control(&stage, "GET", "/sandbox/faults", "").await.body["drop_callback"],
        0.5
    );
    for bad in ["{\"drop_callback\": 2}", "{\"explode\": 1}", "nonsense"] {
        assert_eq!(
            control(&stage, "PUT", "/sandbox/faults", bad).await.status,
            400,
            "{bad}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_cuts_everything_off_and_forgets() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let first = stage.call("+14155550107", &[SAY]).await;
    stage.pass(500).await;
    let before = app.received().len();
    assert_eq!(control(&stage, "POST", "/sandbox/reset", "").await.status, 204);
    stage.pass(10_000).await;
    assert_eq!(app.received().len(), before, "nothing is reported of cut calls");
    assert_eq!(stage.get(&format!("/Calls/{first}.json")).await.status, 404);
    let health = control(&stage, "GET", "/sandbox/health", "").await.body;
    assert_eq!(
        (&health["status"], &health["ledger"]["created"]),
        (&"ok".into(), &0.into())
    );
    let again = stage.call("+14155550107", &[SAY]).await;
    assert_ne!(first, again, "identifiers do not come back");
}

#[tokio::test(start_paused = true)]
async fn people_can_be_looked_up() {
    let stage = Stage::new(config(), Application::quiet());
    let people = control(&stage, "GET", "/sandbox/people", "").await.body;
    assert_eq!(
        (&people["name"], &people["last_digit"]["8"]),
        (&"deterministic".into(), &"busy".into())
    );
    let person = control(&stage, "GET", "/sandbox/people/+14155550108", "")
        .await
        .body;
    assert_eq!(person["next"], "busy");
}

#[tokio::test(start_paused = true)]
async fn web_pages_cannot_use_the_controls() {
    let stage = Stage::new(config(), Application::quiet());
    for (name, value) in [("origin", "https://evil.test"), ("sec-fetch-site", "cross-site")] {
        let request = Request::post("/sandbox/reset")
            .header(name, value)
            .body(Body::empty())
            .unwrap();
        assert_eq!(stage.send(request).await.status, 403);
    }
}
