//! A request repeated after the process died between the work and its answer.

use outdial_domain::phone::PhoneNumber;
use outdial_engine::{LineNumber, NewRun, PlanLine, PlanRequest, Planned};
use outdial_store::Actor;
use serde_json::json;

use super::floor::{Floor, JOHN, MARIA};

/// The same request, as it is repeated when the answer to the first was lost.
async fn ask(floor: &Floor, to: &[&str], bits: u128) -> Planned {
    let lines = to.iter().zip(1_u32..).map(|(to, line)| PlanLine {
        line,
        raw: (*to).to_owned(),
        name: None,
        message: None,
        number: LineNumber::Valid(PhoneNumber::from_e164(to).unwrap()),
        lead: None,
    });
    let request = PlanRequest {
        lines: lines.collect(),
        run: (to.len() > 1).then(|| NewRun {
            name: "Again".to_owned(),
            source: "api".to_owned(),
        }),
        message: None,
        voice: None,
        language: None,
        at: None,
        window_override: None,
        by: Actor::system(),
        request_bits: Some(bits),
    };
    floor
        .test
        .app
        .engine
        .plan(&floor.test.workspace, request)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_first_work_is_found_and_not_done_again() {
    let floor = Floor::new().await;
    let (one, two) = (ask(&floor, &[MARIA], 7).await, ask(&floor, &[MARIA], 7).await);
    assert_eq!((one.repeated, two.repeated), (false, true));
    assert_eq!(one.calls[0].id, two.calls[0].id);
    assert_eq!(two.lines[0].status, "accepted");

    let (one, two) = (
        ask(&floor, &["+12122000000", JOHN], 7).await,
        ask(&floor, &["+12122000000", JOHN], 7).await,
    );
    assert_eq!(one.run.unwrap().id, two.run.unwrap().id);
    assert_eq!(one.lines, two.lines);
    floor.carrier.orders_received(3).await;
    let agent = floor.agent().await;
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 3);
}

#[tokio::test]
async fn a_refusal_is_a_refusal_the_second_time_as_well() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    agent
        .post("/api/v1/dnc", &json!({"numbers": [MARIA]}))
        .await
        .expect_status(200);
    for repeated in [false, true] {
        let planned = ask(&floor, &[MARIA], 9).await;
        assert_eq!(planned.repeated, repeated);
        assert_eq!(planned.lines[0].status, "refused");
        assert_eq!(planned.lines[0].code.as_deref(), Some("do_not_call"));
    }
}

#[tokio::test]
async fn after_a_day_the_same_words_are_a_new_request() {
    let floor = Floor::new().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let first = ask(&floor, &[MARIA], 11).await;
        assert!(!first.repeated);
        assert!(ask(&floor, &[MARIA], 11).await.repeated);
        ids.push(first.calls[0].id.clone());
        let run = ask(&floor, &["+12122000000", JOHN], 11).await;
        assert!(!run.repeated);
        floor.test.clock.advance_s(24 * 3_600);
    }
    ids.dedup();
    assert_eq!(ids.len(), 3);
}
