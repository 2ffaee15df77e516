//! The dial rules seen from outside, and settings that take effect.

use outdial_domain::call::OnMachine;
use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use super::floor::{Floor, MARIA, column, id_of};

#[tokio::test]
async fn a_number_on_the_do_not_call_list_is_never_dialled() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    // Asked for before it was listed, due after.
    let later = json!({"to": MARIA, "at": "2026-11-02T18:00:00Z"});
    let waiting = id_of(
        &agent
            .post("/api/v1/calls", &later)
            .await
            .expect_status(201)
            .json(),
    );
    agent
        .post(
            "/api/v1/dnc",
            &json!({"text": "(415) 555-2671", "reason": "asked"}),
        )
        .await
        .expect_status(200);
    let refused = agent
        .post("/api/v1/calls", &json!({"to": MARIA, "override_window": true}))
        .await
        .expect_status(422);
    assert_eq!(refused.json()["errors"][0]["code"], "do_not_call");
    floor.advance_s(3_600);
    let ended = floor
        .call_when(&agent, &waiting, |call| call["state"] == "ended")
        .await;
    assert_eq!(
        (&ended["outcome"], &ended["rule"]["code"]),
        (&json!("blocked"), &json!("do_not_call"))
    );
    let detail = agent.get(&format!("/api/v1/calls/{waiting}")).await.json();
    assert!(detail["receipt"].to_string().contains("do_not_call"));
    assert!(floor.carrier.orders().is_empty());
}

#[tokio::test]
async fn outside_the_window_a_call_waits_unless_a_person_confirms() {
    let floor = Floor::new().await;
    floor
        .set(json!({"calling_window": {"start_minute": 480, "end_minute": 540}}))
        .await;
    let agent = floor.agent().await;
    let call = agent
        .post("/api/v1/calls", &json!({ "to": MARIA }))
        .await
        .expect_status(201)
        .json();
    assert_eq!(
        (&call["state"], &call["rule"]["code"]),
        (&json!("planned"), &json!("outside_window"))
    );
    assert_eq!(call["due_at"], "2026-11-03T16:00:00Z", "eight in San Francisco");

    let confirmed = json!({"to": "+12125550199", "override_window": true});
    let id = id_of(
        &agent
            .post("/api/v1/calls", &confirmed)
            .await
            .expect_status(201)
            .json(),
    );
    floor.leg(&agent, &id).await;
    let receipt = agent.get(&format!("/api/v1/calls/{id}")).await.json()["receipt"].to_string();
    assert!(
        receipt.contains("overridden") && receipt.contains("agent (usr_"),
        "{receipt}"
    );
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": ["+12122000000"]}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(
        (&made["lines"][0]["status"], &made["lines"][0]["until"]),
        (&json!("scheduled"), &json!("2026-11-03T13:00:00Z"))
    );
}

#[tokio::test]
async fn a_key_without_the_scope_cannot_lift_the_window() {
    let floor = Floor::new().await;
    let admin = floor.admin().await;
    let made = admin
        .post(
            "/api/v1/api-keys",
            &json!({"name": "crm", "scopes": ["calls:write", "calls:read"]}),
        )
        .await;
    let key = made.expect_status(201).json()["key"].as_str().unwrap().to_owned();
    let program = floor.test.stranger().with_key(&key);
    let wanted = json!({"to": MARIA, "override_window": true});
    let answer = program.post("/api/v1/calls", &wanted).await.expect_status(403);
    assert_eq!(answer.problem(), "auth.forbidden");
    let list = json!({"numbers": [MARIA], "override_window": true});
    program.post("/api/v1/runs", &list).await.expect_status(403);
    let said = json!({"text": format!("call {MARIA}"), "override_window": true});
    program
        .post("/api/v1/prompt/execute", &said)
        .await
        .expect_status(403);
    assert_eq!(program.get("/api/v1/calls").await.json()["total"], 0);
    let call = program
        .post("/api/v1/calls", &json!({ "to": MARIA }))
        .await
        .expect_status(201)
        .json();
    assert_eq!(
        call["created_by"],
        json!({"kind": "api_key", "id": call["created_by"]["id"], "name": "crm"})
    );
}

#[tokio::test]
async fn settings_decide_over_the_next_call() {
    let floor = Floor::new().await;
    floor
        .set(json!({
            "message": "From now on.", "voice": "Polly.Amy", "language": "en-GB", "ring_timeout_s": 17,
            "time_limit_s": 99, "detect_machines": true, "on_machine": "leave_message", "record": true,
            "default_region": "GB", "countries": {"allow": "only", "regions": ["GB"]}, "min_gap_minutes": 60,
        }))
        .await;
    let agent = floor.agent().await;
    let id = floor.call(&agent, "020 7946 0018").await;
    floor.complete(&agent, &id, 1_000).await;
    let order = floor.carrier.orders().remove(0);
    assert_eq!(order.to.e164(), "+442079460018");
    let policy = &order.policy;
    assert_eq!((policy.ring_timeout_s, policy.time_limit_s), (17, 99));
    assert!(policy.detect_machines && policy.record);
    assert_eq!(policy.on_machine, OnMachine::LeaveMessage);
    let spoken = format!("{:?}", order.instructions);
    assert!(
        spoken.contains("From now on.") && spoken.contains("Polly.Amy") && spoken.contains("en-GB"),
        "{spoken}"
    );

    let soon = agent
        .post("/api/v1/calls", &json!({"to": "020 7946 0018"}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(soon["rule"]["code"], "too_soon");
    assert_eq!(soon["due_at"], "2026-11-02T18:00:00Z");
    let abroad = agent
        .post("/api/v1/calls", &json!({ "to": MARIA }))
        .await
        .expect_status(422);
    assert_eq!(abroad.json()["errors"][0]["code"], "country_not_allowed");
}

#[tokio::test]
async fn a_daily_limit_holds_calls_back() {
    let floor = Floor::new().await;
    floor.set(json!({"daily_call_cap": 1})).await;
    let agent = floor.agent().await;
    let first = floor.call(&agent, MARIA).await;
    floor.complete(&agent, &first, 1_000).await;
    let second = agent
        .post("/api/v1/calls", &json!({"to": "+12125550199"}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(
        (&second["state"], &second["rule"]["code"]),
        (&json!("planned"), &json!("daily_call_cap"))
    );
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": ["+12122000000"]}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(column(&made["lines"], "code"), ["daily_call_cap"]);
    assert_eq!(floor.carrier.orders().len(), 1);
}

#[tokio::test]
async fn without_a_carrier_a_call_says_what_is_missing() {
    let floor = Floor::new().await;
    let account = outdial_domain::ids::CarrierAccountId::from_bits(1);
    floor
        .test
        .app
        .engine
        .accounts()
        .remove(&floor.test.workspace, &account);
    let agent = floor.test.signed_in(Role::Agent).await;
    let answer = agent.post("/api/v1/calls", &json!({ "to": MARIA })).await;
    if answer.status == 201 {
        let call = floor
            .call_when(&agent, &id_of(&answer.json()), |call| call["state"] == "ended")
            .await;
        assert_eq!(call["failure"]["cause"], "carrier.missing");
        assert_eq!(call["failure"]["blame"], "config");
        assert_eq!(call["cost"], Value::Null);
    } else {
        assert_eq!(
            answer.problem(),
            "call.refused",
            "no caller ID decides the country"
        );
    }
}
