//! Messages of Vapi: believed by their secret, answered each, and shown with the call.

use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Body;
use axum::http::Method;
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use outdial_carrier::registry::{CarrierSetup, build};
use outdial_domain::call::{Call, Policy, State, Treatment};
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{AccountSpec, Clock};
use outdial_server::http::auth::Role;
use outdial_store::{Actor, CallRow};
use serde_json::{Value, json};

use crate::app::{ADDRESS, TestApp};
use crate::client::{Answer, Client};
use crate::secrecy::Captured;

const SECRET: &str = "a-secret-that-only-vapi-knows";
const HOOK: &str = "/api/integrations/vapi";
const LEG: &str = "vapi-call-1";

/// Nobody is at the other end.
struct Nowhere;

#[async_trait]
impl HttpTransport for Nowhere {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        Err(TransportError::NotSent("nobody is there".to_owned()))
    }
}

struct Stage {
    app: TestApp,
    call: CallId,
    account: CarrierAccountId,
}

impl Stage {
    /// A voice agent of Vapi talks with somebody.
    async fn new() -> Self {
        let app = TestApp::new().await;
        let account = CarrierAccountId::from_bits(2);
        let config = json!({
            "api_key": "a-private-key", "phone_number_id": "pn-1", "assistant_id": "as-1", "secret": SECRET,
        });
        let setup = CarrierSetup {
            account_id: &account,
            config: config.as_object().unwrap(),
            base_url: &format!("http://{ADDRESS}"),
            transport: Arc::new(Nowhere),
        };
        let spec = AccountSpec {
            id: account.clone(),
            workspace: app.workspace.clone(),
            kind: "vapi".to_owned(),
            name: "Vapi".to_owned(),
            carrier: build("vapi", setup).unwrap(),
            caller_id: None,
            is_default: false,
            calls_per_1000_s: 1_000,
        };
        let now = app.clock.now();
        app.app.engine.accounts().put(spec, now);
        let call = CallId::from_bits(77);
        let mut row = CallRow {
            policy: Policy {
                treatment: Treatment::VoiceAgent,
                ..Policy::default()
            },
            account_id: Some(account.clone()),
            call: Call::planned(now),
            ..CallRow::planned(
                call.clone(),
                PhoneNumber::from_e164("+14155552671").unwrap(),
                Actor::system(),
                now,
            )
        };
        row.call.state = State::Connected;
        row.call.facts.claimed_at = Some(now);
        row.call.facts.claims = 1;
        row.call.facts.carrier_call_id = Some(LEG.to_owned());
        row.call.facts.answered_at = Some(now);
        row.deadline_at = Some(now.plus_seconds(600));
        let rows = app.app.workspace(&app.workspace);
        rows.write(move |tx| tx.calls().insert(&row)).await.unwrap();
        Self { app, call, account }
    }

    fn vapi(&self) -> Client {
        self.app.stranger().with_header("x-vapi-secret", SECRET)
    }

    async fn tell(&self, message: &Value) -> Answer {
        self.vapi().post(HOOK, &json!({"message": message})).await
    }

    async fn conversation(&self) -> Answer {
        let agent = self.app.signed_in(Role::Agent).await;
        agent
            .get(&format!("/api/v1/calls/{}/conversation", self.call))
            .await
    }
}

fn asks(tools: &[(&str, &str, Value)]) -> Value {
    let list: Vec<Value> = tools
        .iter()
        .map(|(id, name, arguments)| {
            json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments.to_string()}})
        })
        .collect();
    json!({"type": "tool-calls", "call": {"id": LEG}, "toolCallList": list})
}

fn report() -> Value {
    json!({
        "type": "end-of-call-report", "call": {"id": LEG}, "endedReason": "customer-ended-call",
        "startedAt": "2026-11-02T17:00:00.000Z", "endedAt": "2026-11-02T17:01:00.000Z", "cost": 0.12,
        "artifact": {"messages": [
            {"role": "bot", "message": "Shall we meet?", "secondsFromStart": 0.5, "duration": 1000},
            {"role": "user", "message": "No, thank you.", "secondsFromStart": 2.0, "duration": 800},
        ]},
        "analysis": {"summary": "They said no.", "structuredData": {"outcome": "not_interested",
            "evidence": ["No, thank you"]}},
    })
}

#[tokio::test]
async fn defect_10_neither_secrets_nor_what_is_said_reach_the_log() {
    let (captured, _guard) = Captured::listen();
    let stage = Stage::new().await;
    let admin = stage.app.signed_in(Role::Admin).await;
    for (kind, values) in [
        (
            "calcom",
            json!({"api_key": "cal_key_of_ours", "event_type_id": "1", "webhook_secret": "whs-of-calcom"}),
        ),
        (
            "resend",
            json!({"api_key": "re_key_of_ours", "from": "office@example.com",
            "webhook_secret": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"}),
        ),
        (
            "smtp",
            json!({"url": "smtp://user:hunter2@127.0.0.1:1", "from": "office@example.com"}),
        ),
    ] {
        let path = format!("/api/v1/integrations/{kind}");
        admin
            .put(&path, &json!({"values": values}))
            .await
            .expect_status(200);
    }
    stage
        .tell(&asks(&[
            ("a", "mark_not_interested", json!({"quote": "I am in hospital"})),
            (
                "b",
                "send_email",
                json!({"message": "About your illness", "email": "ada@private.example"}),
            ),
        ]))
        .await
        .expect_status(200);
    stage.tell(&report()).await.expect_status(200);
    let forged = stage
        .app
        .stranger()
        .with_header("x-vapi-secret", "a-guess-at-the-secret");
    forged
        .post(HOOK, &json!({"message": report()}))
        .await
        .expect_status(401);
    for hook in ["calcom", "resend"] {
        let forged = stage
            .app
            .stranger()
            .with_header("x-cal-signature-256", "feedface0123");
        let answer = forged
            .post(
                &format!("/webhooks/{hook}"),
                &json!({"payload": {"email": "ada@private.example"}}),
            )
            .await;
        assert!(answer.status.is_client_error(), "{}", answer.text);
    }
    captured.holds_none_of(&[
        SECRET,
        "a-guess-at-the-secret",
        "a-private-key",
        "cal_key_of_ours",
        "whs-of-calcom",
        "re_key_of_ours",
        "whsec_MDEyMzQ1",
        "hunter2",
        "feedface0123",
        "I am in hospital",
        "About your illness",
        "ada@private.example",
        "They said no.",
        "4155552671",
    ]);
}

#[tokio::test]
async fn defect_10_the_secret_is_checked_before_anything_is_read_and_refused_as_voice_agents_understand() {
    let stage = Stage::new().await;
    let nonsense = "this is not JSON at all";
    for client in [
        stage.app.stranger(),
        stage
            .app
            .stranger()
            .with_header("x-vapi-secret", "another secret"),
        stage.vapi().with_header("x-vapi-secret", SECRET),
    ] {
        for body in [nonsense.to_owned(), json!({"message": report()}).to_string()] {
            let answer = client
                .send(Method::POST, HOOK, Body::from(body))
                .await
                .expect_status(401);
            let result = answer.json()["results"][0]["result"].clone();
            assert!(result.as_str().unwrap().starts_with("Error: "), "{}", answer.text);
            assert!(!answer.text.contains(SECRET));
        }
    }
    let believed = stage
        .vapi()
        .send(Method::POST, HOOK, Body::from(nonsense))
        .await
        .expect_status(400);
    assert!(
        believed.json()["results"][0]["result"]
            .as_str()
            .unwrap()
            .starts_with("Error: ")
    );
    assert_eq!(stage.conversation().await.status, 404, "nothing of it was kept");
}

#[tokio::test]
async fn defect_7_every_tool_is_answered_with_200_and_what_cannot_be_done_is_told_in_words() {
    let stage = Stage::new().await;
    let message = asks(&[
        ("a", "mark_not_interested", json!({"quote": "No"})),
        ("b", "fly_to_the_moon", json!({})),
        ("c", "check_availability", json!({"timezone": "America/New_York"})),
    ]);
    let answer = stage.tell(&message).await.expect_status(200).json();
    let results = answer["results"].as_array().unwrap();
    let ids: Vec<_> = results
        .iter()
        .map(|result| result["toolCallId"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(results[0]["result"].as_str().unwrap().starts_with("Noted"));
    assert!(results[1]["error"].as_str().unwrap().contains("There is no tool"));
    let offer = results[2]["result"].as_str().unwrap();
    assert!(
        offer.starts_with("Free times, by the clock of America/New_York"),
        "{offer}"
    );
    assert_eq!(
        stage.tell(&message).await.json(),
        answer,
        "a repetition is answered alike"
    );

    let generic = format!("/webhooks/vapi/{}/message?call={}", stage.account, stage.call);
    let body = json!({"message": asks(&[("d", "do_not_call", json!({"quote": "Never again"}))])});
    let answer = stage.vapi().post(&generic, &body).await.expect_status(200).json();
    assert!(
        answer["results"][0]["result"]
            .as_str()
            .unwrap()
            .starts_with("Done")
    );

    let shown = stage.conversation().await.expect_status(200).json();
    let tools: Vec<_> = shown["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].clone())
        .collect();
    assert_eq!(tools.len(), 4, "{tools:?}");
}

#[tokio::test]
async fn a_report_settles_the_talk_and_is_shown_with_the_call() {
    let stage = Stage::new().await;
    let answer = stage.tell(&report()).await.expect_status(200);
    assert_eq!(answer.json(), json!({}));
    stage.tell(&report()).await.expect_status(200);
    let shown = stage.conversation().await.expect_status(200).json();
    assert_eq!(
        (&shown["state"], &shown["result"]),
        (&json!("settled"), &json!("not_interested"))
    );
    assert_eq!(shown["evidence"][0]["at_ms"], 2_000);
    assert_eq!(shown["summary"], "They said no.");
    assert_eq!(shown["utterances"][1]["speaker"], "callee");
    assert_eq!(shown["cost"], json!({"micros": 120_000, "currency": "USD"}));
    assert_eq!(shown["ended_reason"], "customer-ended-call");
}

#[tokio::test]
async fn a_message_that_nobody_knows_is_taken_without_complaint() {
    let stage = Stage::new().await;
    let message = json!({"type": "something-new", "call": {"id": LEG}});
    assert_eq!(stage.tell(&message).await.expect_status(200).json(), json!({}));
}

#[tokio::test]
async fn tools_for_a_call_that_nobody_knows_are_answered_and_nothing_is_done() {
    let stage = Stage::new().await;
    let mut message = asks(&[("a", "do_not_call", json!({}))]);
    message["call"]["id"] = json!("another-call");
    let answer = stage.tell(&message).await.expect_status(200).json();
    assert!(
        answer["results"][0]["error"]
            .as_str()
            .unwrap()
            .contains("not known"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_report_of_a_long_talk_is_not_too_large() {
    let stage = Stage::new().await;
    let mut message = report();
    message["artifact"]["transcript"] = json!("x".repeat(1_000_000));
    stage.tell(&message).await.expect_status(200);
    message["artifact"]["transcript"] = json!("x".repeat(5_000_000));
    let answer = stage.tell(&message).await.expect_status(413);
    assert!(answer.json()["results"].is_array(), "{}", answer.text);
}
