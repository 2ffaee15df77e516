//! Calls per second, and the limit on concurrent requests.

use crate::application::Application;
use crate::stage::{FROM, SAY, Stage, config};

#[tokio::test(start_paused = true)]
async fn one_call_a_second_leaves_the_queue() {
    let mut config = config();
    config.cps = 1.0;
    let app = Application::quiet();
    let stage = Stage::new(config, app.clone());
    let mut queue_times = Vec::new();
    for i in 0..4 {
        let to = format!("+1415555010{i}");
        let answer = stage
            .post("/Calls.json", &[("To", &to), ("From", FROM), SAY])
            .await;
        queue_times.push(answer.body["queue_time"].as_str().unwrap().to_owned());
    }
    assert_eq!(queue_times, ["0", "1000", "2000", "3000"]);
    stage.pass(10_000).await;
    let ledger = stage.sandbox.ledger();
    for (i, wait) in [0, 1_000, 2_000, 3_000].into_iter().enumerate() {
        let attempt = ledger.attempts_at(&format!("+1415555010{i}")).pop().unwrap();
        assert_eq!(attempt.dialled_at.unwrap().ms_since(attempt.created_at), wait);
    }
}

#[tokio::test(start_paused = true)]
async fn a_queued_call_can_be_canceled_and_never_rings() {
    let mut config = config();
    config.cps = 0.1;
    let app = Application::quiet();
    let stage = Stage::new(config, app.clone());
    stage.call("+14155550100", &[SAY]).await;
    let sid = stage.call("+14155550101", &[SAY]).await;
    stage.pass(2_000).await;
    let before = app.received().len();
    assert_eq!(stage.status(&sid).await, "queued");
    let answer = stage
        .post(&format!("/Calls/{sid}.json"), &[("Status", "canceled")])
        .await;
    assert_eq!(answer.body["status"], "canceled");
    assert!(answer.body["start_time"].is_null());
    stage.pass(60_000).await;
    let line = stage.sandbox.ledger().number("+14155550101").unwrap();
    assert_eq!((line.times_dialled, line.times_rung, line.times_ended), (0, 0, 1));
    assert_eq!(app.received().len(), before + 1, "only its end is reported");
}

#[tokio::test(start_paused = true)]
async fn what_queues_for_a_day_is_canceled() {
    let mut config = config();
    config.cps = 0.001;
    let stage = Stage::new(config, Application::quiet());
    let mut last = String::new();
    for i in 0..100 {
        last = stage.call(&format!("+1415555{i:04}"), &[SAY]).await;
    }
    stage.pass(86_400_000 + 1_000).await;
    assert_eq!(stage.status(&last).await, "canceled");
    assert_eq!(
        stage
            .sandbox
            .ledger()
            .number("+14155550099")
            .unwrap()
            .times_dialled,
        0
    );
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_at_once_are_refused_unprocessed() {
    let mut config = config();
    config.rest_concurrency = 2;
    config.faults =
        outdial_sandbox::Faults::from_toml("slow_response = { probability = 1, ms = 1000 }").unwrap();
    let stage = Stage::new(config, Application::quiet());
    let form = [("From", FROM), SAY];
    let one = [("To", "+14155550100"), form[0], form[1]];
    let two = [("To", "+14155550101"), form[0], form[1]];
    let three = [("To", "+14155550102"), form[0], form[1]];
    let (a, b, c) = tokio::join!(
        stage.post("/Calls.json", &one),
        stage.post("/Calls.json", &two),
        stage.post("/Calls.json", &three)
    );
    assert_eq!((a.status, b.status), (201, 201));
    assert_eq!((c.status, &c.body["code"]), (429, &20_429.into()));
    assert_eq!(stage.sandbox.ledger().summary().created, 2);
}
