//! One call: asked for, dialled, followed, ended, dialled again.

use outdial_domain::call::LegStatus;
use outdial_domain::instruction::Instruction;
use serde_json::{Value, json};

use super::floor::{Floor, MARIA, column, id_of};

#[tokio::test]
async fn a_call_is_written_down_dialled_and_followed_to_its_end() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let new = json!({"to": "(415) 555-2671", "name": "Maria", "message": "Your order is ready.", "voice": "Polly.Amy"});
    let call = agent.post("/api/v1/calls", &new).await.expect_status(201).json();
    assert_eq!(call["phone"], MARIA);
    assert_eq!(call["region"], "US");
    assert_eq!(call["name"], "Maria");
    assert_eq!(call["created_by"]["name"], "agent");
    assert_eq!(call["cost"], Value::Null);
    let id = id_of(&call);

    let leg = floor.leg(&agent, &id).await;
    let order = floor.carrier.orders().remove(0);
    assert_eq!((order.to.e164(), order.attempt), (MARIA, 1));
    let said = Instruction::Say {
        text: "Your order is ready.".to_owned(),
        voice: Some("Polly.Amy".to_owned()),
        language: Some("en-US".to_owned()),
    };
    assert_eq!(order.instructions, [said, Instruction::HangUp]);

    floor.report(&leg, LegStatus::Ringing, None).await;
    let ringing = floor
        .call_when(&agent, &id, |call| call["state"] == "ringing")
        .await;
    assert_eq!(
        (&ringing["live"], &ringing["outcome"]),
        (&json!(true), &Value::Null)
    );
    floor.test.clock.advance_s(4);
    floor.report(&leg, LegStatus::Answered, None).await;
    floor.test.clock.advance_s(7);
    floor.report(&leg, LegStatus::Completed, Some(7_000)).await;
    floor.bill(&leg, 14_000).await;

    let detail = agent.get(&format!("/api/v1/calls/{id}")).await.json();
    let call = &detail["call"];
    assert_eq!(
        (&call["state"], &call["outcome"]),
        (&json!("ended"), &json!("completed"))
    );
    assert_eq!(
        (&call["ring_ms"], &call["talk_ms"]),
        (&json!(4_000), &json!(7_000))
    );
    assert_eq!(call["cost"], json!({"amount": "0.0140", "currency": "USD"}));
    assert_eq!(call["carrier"]["name"], "Fake");
    let kinds = column(&detail["timeline"], "kind");
    assert_eq!(
        kinds,
        ["claimed", "placed", "progress", "progress", "progress", "billed"]
    );
    for entry in detail["timeline"].as_array().unwrap() {
        assert_eq!(entry["effect"], "applied", "{entry}");
        assert_eq!(entry["raw"].is_object(), entry["source"] == "carrier", "{entry}");
    }
    let rules = detail["receipt"].to_string();
    assert!(
        rules.contains("do_not_call") && rules.contains("outside_window"),
        "{rules}"
    );
}

#[tokio::test]
async fn what_cannot_be_called_is_refused_with_a_code() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for (to, code, rule) in [
        ("", "request.invalid", "number_missing"),
        ("41555526", "request.invalid", "number_too_short"),
        ("call me maybe", "request.invalid", "number_has_letters"),
        ("+1 415 555 2671 1234567", "request.invalid", "number_too_long"),
        ("+99912345678", "request.invalid", "number_country_unknown"),
        ("911", "request.invalid", "number_not_diallable"),
        ("+447911123456", "call.refused", "country_not_allowed"),
        ("+19002345678", "call.refused", "premium_rate"),
    ] {
        let answer = agent
            .post("/api/v1/calls", &json!({ "to": to }))
            .await
            .expect_status(422);
        assert_eq!(answer.problem(), code, "{to}");
        let error = &answer.json()["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!("to"), &json!(rule)),
            "{to}"
        );
    }
    assert_eq!(floor.carrier.orders().len(), 0);
}

#[tokio::test]
async fn fields_that_make_no_sense_are_named_and_nobody_is_called() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    for (field, value) in [
        ("message", json!("x".repeat(3_001))),
        ("name", json!("x".repeat(201))),
        ("voice", json!("x".repeat(201))),
        ("at", json!("tomorrow")),
    ] {
        let mut new = json!({ "to": MARIA });
        new[field] = value;
        let answer = agent.post("/api/v1/calls", &new).await.expect_status(422);
        assert_eq!(answer.problem(), "request.invalid");
        assert_eq!(answer.json()["errors"][0]["field"], field);
    }
    for new in [
        json!({"to": 14_155_552_671_i64}),
        json!({"to": MARIA, "override": true}),
        json!({}),
    ] {
        let answer = agent.post("/api/v1/calls", &new).await.expect_status(422);
        assert_eq!(answer.problem(), "request.invalid");
    }
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 0);
}

#[tokio::test]
async fn a_blank_message_means_the_message_of_the_workspace() {
    let floor = Floor::new().await;
    floor.set(json!({"message": "Good day."})).await;
    let agent = floor.agent().await;
    let new = json!({"to": MARIA, "message": " \n ", "name": "", "voice": ""});
    let call = agent.post("/api/v1/calls", &new).await.expect_status(201).json();
    assert_eq!(
        (&call["message"], &call["name"]),
        (&json!("Good day."), &Value::Null)
    );
}

#[tokio::test]
async fn the_same_key_twice_rings_once() {
    let floor = Floor::new().await;
    let agent = floor.agent().await.with_header("idempotency-key", "order-17");
    let new = json!({ "to": MARIA });
    let first = agent.post("/api/v1/calls", &new).await.expect_status(201);
    let again = agent.post("/api/v1/calls", &new).await.expect_status(201);
    assert_eq!(first.text, again.text);
    let other = agent
        .post("/api/v1/calls", &json!({"to": "+12125550199"}))
        .await
        .expect_status(409);
    assert_eq!(other.problem(), "idempotency.mismatch");
    let id = id_of(&first.json());
    floor.complete(&agent, &id, 1_000).await;
    assert_eq!(floor.carrier.orders().len(), 1);
    assert_eq!(agent.get("/api/v1/calls").await.json()["total"], 1);
}

#[tokio::test]
async fn a_live_call_is_hung_up_at_the_carrier() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let id = floor.call(&agent, MARIA).await;
    let leg = floor.leg(&agent, &id).await;
    floor.report(&leg, LegStatus::Answered, None).await;
    let path = format!("/api/v1/calls/{id}/hang-up");
    agent.post(&path, &json!({})).await.expect_status(200);
    let detail = agent.get(&format!("/api/v1/calls/{id}")).await.json();
    let last = detail["timeline"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["source"]),
        (&json!("hang_up_requested"), &json!("user"))
    );
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while floor.carrier.hang_ups().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(floor.carrier.hang_ups(), std::slice::from_ref(&leg));
    floor.report(&leg, LegStatus::Completed, Some(2_000)).await;
    let call = floor
        .call_when(&agent, &id, |call| call["state"] == "ended")
        .await;
    assert_eq!(call["outcome"], "completed");
    let again = agent.post(&path, &json!({})).await.expect_status(200).json();
    assert_eq!(
        (&again["outcome"], &again["talk_ms"]),
        (&json!("completed"), &json!(2_000))
    );
}

#[tokio::test]
async fn a_call_that_waits_is_called_off_and_never_dialled() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let later = json!({"to": MARIA, "at": "2026-11-02T19:00:00Z"});
    let call = agent
        .post("/api/v1/calls", &later)
        .await
        .expect_status(201)
        .json();
    assert_eq!(call["state"], "planned");
    assert_eq!(call["due_at"], "2026-11-02T19:00:00Z");
    let id = id_of(&call);
    let ended = agent
        .post(&format!("/api/v1/calls/{id}/cancel"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&ended["state"], &ended["outcome"]),
        (&json!("ended"), &json!("canceled"))
    );
    floor.advance_s(3 * 3_600);
    let other = floor.call(&agent, "+12125550199").await;
    floor.leg(&agent, &other).await;
    assert_eq!(floor.legs_of(&id), 0);
}

#[tokio::test]
async fn a_scheduled_call_is_dialled_when_its_time_has_come() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let later = json!({"to": MARIA, "at": "2026-11-02T19:00:00+01:00"});
    let call = agent
        .post("/api/v1/calls", &later)
        .await
        .expect_status(201)
        .json();
    assert_eq!(call["due_at"], "2026-11-02T18:00:00Z");
    let other = floor.call(&agent, "+12125550199").await;
    floor.leg(&agent, &other).await;
    assert_eq!(floor.legs_of(&id_of(&call)), 0);
    floor.advance_s(3_600);
    floor.leg(&agent, &id_of(&call)).await;
}

#[tokio::test]
async fn a_call_that_is_over_can_be_dialled_again() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let new = json!({"to": MARIA, "name": "Maria", "message": "Hello again."});
    let id = id_of(&agent.post("/api/v1/calls", &new).await.expect_status(201).json());
    let redial = format!("/api/v1/calls/{id}/redial");
    let early = agent.post(&redial, &json!({})).await.expect_status(409);
    assert_eq!(early.problem(), "call.not_ended");
    floor.complete(&agent, &id, 1_000).await;
    let second = agent.post(&redial, &json!({})).await.expect_status(201).json();
    assert_ne!(id_of(&second), id);
    assert_eq!(
        (&second["message"], &second["name"]),
        (&json!("Hello again."), &json!("Maria"))
    );
    floor.complete(&agent, &id_of(&second), 1_000).await;

    agent
        .post("/api/v1/dnc", &json!({"numbers": [MARIA]}))
        .await
        .expect_status(200);
    let refused = agent.post(&redial, &json!({})).await.expect_status(422);
    assert_eq!(refused.problem(), "call.refused");
    assert_eq!(refused.json()["errors"][0]["code"], "do_not_call");
}

#[tokio::test]
async fn there_is_nothing_under_an_id_that_nothing_has() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let unknown = format!("call_{}", "0".repeat(26));
    for id in [unknown.as_str(), "1", "run_1", "..%2f..", "%ff", "%00", "'--"] {
        let path = format!("/api/v1/calls/{id}");
        for answer in [
            agent.get(&path).await,
            agent.post(&format!("{path}/hang-up"), &json!({})).await,
            agent.post(&format!("{path}/cancel"), &json!({})).await,
            agent.post(&format!("{path}/redial"), &json!({})).await,
        ] {
            let code = answer.expect_status(404).problem();
            assert!(
                ["call.not_found", "request.not_found"].contains(&&*code),
                "{id}: {code}"
            );
        }
    }
}
