//! Statistics: counted, and honest about what is not known.

use outdial_domain::call::LegStatus;
use serde_json::{Value, json};

use super::floor::{Floor, JOHN, MARIA, id_of, numbers};

#[tokio::test]
async fn nothing_is_known_before_the_first_call() {
    let floor = Floor::new().await;
    let stats = floor.agent().await.get("/api/v1/stats").await.json();
    assert_eq!(stats["total"], 0);
    for field in ["answer_rate", "success_rate", "talk_ms_average"] {
        assert_eq!(stats[field], Value::Null, "{field}");
    }
    assert_eq!(stats["cost"], json!({"known": [], "unknown_calls": 0}));
    assert_eq!(stats["per_hour"], json!([]));
}

#[tokio::test]
async fn a_price_that_is_not_known_is_not_counted_as_nothing() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let priced = floor.call(&agent, MARIA).await;
    let leg = floor.complete(&agent, &priced, 6_000).await;
    floor.bill(&leg, 14_000).await;
    let unpriced = floor.call(&agent, JOHN).await;
    floor.complete(&agent, &unpriced, 2_000).await;
    let busy = floor.call(&agent, "+12122000000").await;
    let leg = floor.leg(&agent, &busy).await;
    floor.report(&leg, LegStatus::Busy, None).await;
    // Called off before it was dialled: it had no chance to be answered.
    let later = json!({"to": "+12122000001", "at": "2026-12-01T18:00:00Z"});
    let waiting = agent.post("/api/v1/calls", &later).await.json();
    agent
        .post(&format!("/api/v1/calls/{}/cancel", id_of(&waiting)), &json!({}))
        .await
        .expect_status(200);

    floor.test.clock.advance_s(1);
    let stats = agent.get("/api/v1/stats").await.json();
    assert_eq!(stats["by_state"], json!({"ended": 4}));
    assert_eq!(
        stats["by_outcome"],
        json!({"busy": 1, "canceled": 1, "completed": 2})
    );
    assert_eq!((&stats["answered"], &stats["live"]), (&json!(2), &json!(0)));
    assert_eq!(
        (&stats["answer_rate"], &stats["success_rate"]),
        (&json!(0.6667), &json!(0.6667))
    );
    assert_eq!(
        (&stats["talk_ms_total"], &stats["talk_ms_average"]),
        (&json!(8_000), &json!(4_000))
    );
    assert_eq!(
        stats["cost"],
        json!({"known": [{"amount": "0.0140", "currency": "USD"}], "unknown_calls": 2})
    );
    assert_eq!(
        stats["per_hour"],
        json!([{"hour": "2026-11-02T17:00:00Z", "placed": 3, "answered": 2, "failed": 0}])
    );
}

#[tokio::test]
async fn figures_can_be_those_of_one_run_or_of_some_hours() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    floor.call(&agent, MARIA).await;
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": numbers(2)}))
        .await
        .expect_status(201)
        .json();
    let run = id_of(&made["run"]);
    let of_run = agent
        .get(&format!("/api/v1/stats?run_id={run}"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(of_run["total"], 2);
    for (query, total) in [
        ("from=2026-11-02T17:00:00Z", 3),
        ("to=2026-11-02T17:00:00Z", 0),
        ("from=2026-11-02T18:00:00Z", 0),
        ("from=0001-01-01T00:00:00Z&to=9999-01-01T00:00:00Z", 3),
    ] {
        let stats = agent
            .get(&format!("/api/v1/stats?{query}"))
            .await
            .expect_status(200)
            .json();
        assert_eq!(stats["total"], total, "{query}");
    }
    for query in ["from=now", "run_id=x"] {
        let answer = agent
            .get(&format!("/api/v1/stats?{query}"))
            .await
            .expect_status(422);
        assert_eq!(answer.problem(), "request.invalid");
    }
}
