//! Faults do what their names say.

use std::time::Duration;

use outdial_sandbox::Faults;
use tokio::time::{Instant, timeout};

use crate::application::Application;
use crate::stage::{FROM, SAY, Stage, config};

fn stage_with(faults: &str, app: &std::sync::Arc<Application>) -> Stage {
    let mut config = config();
    config.faults = Faults::from_toml(faults).unwrap();
    Stage::new(config, app.clone())
}

const FORM: [(&str, &str); 3] = [("To", "+14155550100"), ("From", FROM), SAY];

#[tokio::test(start_paused = true)]
async fn callbacks_are_dropped_doubled_and_delayed() {
    let table = [("drop_callback = 1", 0), ("double_callback = 1", 8), ("", 4)];
    for (faults, count) in table {
        let app = Application::quiet();
        let stage = stage_with(faults, &app);
        stage.call("+14155550100", &[SAY]).await;
        stage.pass(5_000).await;
        assert_eq!(app.statuses().len(), count, "{faults}");
        assert_eq!(stage.sandbox.ledger().attempts().len(), 1);
    }
    let app = Application::quiet();
    let stage = stage_with("delay_callback = { probability = 1, ms = 700 }", &app);
    stage.call("+14155550100", &[SAY]).await;
    stage.pass(5_000).await;
    assert_eq!(app.at("/status")[0].at_ms, 700);
}

#[tokio::test(start_paused = true)]
async fn dropped_callbacks_are_in_the_ledger() {
    let app = Application::quiet();
    let stage = stage_with("drop_callback = 1", &app);
    stage.call("+14155550100", &[SAY]).await;
    stage.pass(5_000).await;
    let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    let told: Vec<(&str, u32, &str)> = attempt
        .callbacks
        .iter()
        .map(|entry| (entry.event.as_str(), entry.tries, entry.result.as_str()))
        .collect();
    assert_eq!(told[0], ("initiated", 0, "dropped by fault"));
    assert_eq!(told.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn reordered_callbacks_arrive_out_of_order_but_all() {
    let mut disorder = 0;
    for seed in 0..10 {
        let app = Application::quiet();
        let mut config = config();
        config.seed = seed;
        config.faults = Faults::from_toml("reorder_callbacks = 0.4").unwrap();
        let stage = Stage::new(config, app.clone());
        stage.call("+14155550100", &[SAY]).await;
        stage.pass(60_000).await;
        let mut sequence: Vec<String> = app
            .at("/status")
            .iter()
            .map(|request| request.param("SequenceNumber").to_owned())
            .collect();
        disorder += usize::from(!sequence.is_sorted());
        sequence.sort();
        assert_eq!(sequence, ["0", "1", "2", "3"], "seed {seed}");
    }
    assert!(disorder >= 3, "only {disorder} of 10 runs were out of order");
}

#[tokio::test(start_paused = true)]
async fn refusals_have_no_effect_and_late_failures_have() {
    let table = [
        ("answer_429 = 1", 429, 0),
        ("answer_500_before = 1", 500, 0),
        ("answer_500_after = 1", 500, 1),
        ("timeout_before = 1", 504, 0),
        ("timeout_after = 1", 504, 1),
        ("slow_response = 1", 201, 1),
    ];
    for (faults, status, created) in table {
        let app = Application::quiet();
        let stage = stage_with(faults, &app);
        let began = Instant::now();
        let answer = stage.post("/Calls.json", &FORM).await;
        assert_eq!(answer.status, status, "{faults}");
        assert_eq!(stage.sandbox.ledger().summary().created, created, "{faults}");
        let waited = began.elapsed();
        match status {
            504 => assert!(waited >= Duration::from_secs(60), "{faults}: {waited:?}"),
            201 => assert!(waited >= Duration::from_millis(300), "{faults}: {waited:?}"),
            _ => assert!(waited < Duration::from_millis(1), "{faults}: {waited:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_gives_up_does_not_undo_an_accepted_call() {
    let app = Application::quiet();
    let stage = stage_with("timeout_after = 1", &app);
    let gave_up = timeout(Duration::from_secs(10), stage.post("/Calls.json", &FORM)).await;
    assert!(gave_up.is_err());
    stage.pass(5_000).await;
    assert_eq!(
        stage.sandbox.ledger().number("+14155550100").unwrap().times_rung,
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_hanging_fetch_costs_fifteen_seconds() {
    let app = Application::quiet();
    let stage = stage_with("hang_on_twiml_fetch = 1", &app);
    stage
        .call("+14155550100", &[("Url", "http://app.test/voice")])
        .await;
    stage.pass(60_000).await;
    assert!(app.at("/voice").is_empty());
    let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    assert_eq!(
        attempt.ended_at.unwrap().ms_since(attempt.answered_at.unwrap()),
        15_000
    );
    assert_eq!(attempt.problems[0].code, 11_200);
}

#[tokio::test(start_paused = true)]
async fn a_repeated_request_meets_a_fate_of_its_own() {
    let app = Application::quiet();
    let stage = stage_with("answer_429 = 0.5", &app);
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(stage.get("/Balance.json").await.status);
    }
    assert!(statuses.contains(&200) && statuses.contains(&429), "{statuses:?}");
}

#[tokio::test(start_paused = true)]
async fn two_calls_to_one_number_at_once_are_a_violation() {
    let stage = Stage::new(config(), Application::quiet());
    stage.call("+14155550107", &[SAY]).await;
    stage.call("+14155550107", &[SAY]).await;
    stage.pass(5_000).await;
    let ledger = stage.sandbox.ledger();
    assert_eq!(ledger.violations().len(), 1);
    let line = ledger.number("+14155550107").unwrap();
    assert_eq!((line.times_rung, line.most_at_once, line.live), (2, 2, 0));
    assert_eq!(ledger.summary().numbers_dialled_again, 1);
}
