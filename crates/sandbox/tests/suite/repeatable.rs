//! Runs with one seed are alike.

use outdial_sandbox::{Attempt, Faults, Population, Probability};

use crate::application::{Application, Received};
use crate::stage::{FROM, SAY, Stage, config};

/// Many calls to all sorts of people on a bad network.
async fn run(seed: u64) -> (Vec<Attempt>, Vec<Received>, Vec<u16>) {
    let app = Application::quiet();
    let mut config = config();
    config.seed = seed;
    config.cps = 20.0;
    config.population = Population::realistic();
    config.faults = Faults::all(Probability::new(0.05).unwrap());
    let stage = Stage::new(config, app.clone());
    let mut statuses = Vec::new();
    for i in 0..200 {
        let to = format!("+1415555{i:04}");
        let form = [
            ("To", to.as_str()),
            ("From", FROM),
            SAY,
            ("StatusCallback", "http://app.test/status"),
            ("MachineDetection", "DetectMessageEnd"),
            ("AsyncAmd", "true"),
            ("AsyncAmdStatusCallback", "http://app.test/amd"),
        ];
        statuses.push(stage.post("/Calls.json", &form).await.status);
    }
    stage.pass(600_000).await;
    (stage.sandbox.ledger().attempts(), app.received(), statuses)
}

#[tokio::test(start_paused = true)]
async fn one_seed_gives_one_run_and_another_gives_another() {
    let first = run(7).await;
    let second = run(7).await;
    assert!(first == second, "two runs with one seed differ");
    let other = run(8).await;
    assert!(first.0 != other.0, "two seeds gave the same run");
    assert!(first.2.contains(&201) && first.2.iter().any(|status| *status >= 429));
    assert!(first.0.iter().all(|attempt| attempt.ending.is_some()));
}

#[tokio::test(start_paused = true)]
async fn a_persons_fate_does_not_depend_on_the_order_of_calls() {
    let numbers: Vec<String> = (0..50).map(|i| format!("+1415555{i:04}")).collect();
    let mut fates = Vec::new();
    for backwards in [false, true] {
        let mut config = config();
        config.population = Population::realistic();
        let stage = Stage::new(config, Application::quiet());
        let mut order = numbers.clone();
        if backwards {
            order.reverse();
        }
        for number in &order {
            stage.call(number, &[SAY]).await;
        }
        stage.pass(600_000).await;
        let ledger = stage.sandbox.ledger();
        let fate = |number: &String| {
            let attempt = ledger.attempts_at(number).pop().unwrap();
            let talked = attempt
                .answered_at
                .map(|answered| attempt.ended_at.unwrap().ms_since(answered));
            (attempt.sid, attempt.person, attempt.ending, talked)
        };
        fates.push(numbers.iter().map(fate).collect::<Vec<_>>());
    }
    assert_eq!(fates[0], fates[1]);
}
