//! Voice agents over HTTP: made, changed, compared, published, and removed.

use std::sync::Arc;

use outdial_carrier::CommandError;
use outdial_carrier::testing::FakeCarrier;
use outdial_domain::ids::CarrierAccountId;
use outdial_engine::{AccountSpec, Clock};
use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;

const AGENTS: &str = "/api/v1/voice-agents";

/// An account beside the default one, whose carrier hosts voice agents.
pub fn with_host(app: &TestApp) -> Arc<FakeCarrier> {
    let clock = app.clock.clone();
    let carrier = Arc::new(FakeCarrier::new(Arc::new(move || clock.now())));
    carrier.fake_agents().open();
    app.app.engine.accounts().put(
        AccountSpec {
            id: CarrierAccountId::from_bits(2),
            workspace: app.workspace.clone(),
            kind: "vapi".to_owned(),
            name: "Host".to_owned(),
            carrier: carrier.clone(),
            caller_id: None,
            is_default: false,
            calls_per_1000_s: 1_000,
        },
        app.clock.now(),
    );
    carrier
}

pub async fn made(client: &Client, fields: &Value) -> Value {
    client.post(AGENTS, fields).await.expect_status(201).json()
}

pub fn path(agent: &Value, what: &str) -> String {
    format!("{AGENTS}/{}{what}", agent["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_new_agent_is_the_one_that_comes_with_the_program_with_what_was_sent_in_its_place() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let agent = made(&manager, &json!({"name": "Max", "company": "Acme"})).await;
    assert_eq!(
        (&agent["name"], &agent["company"]),
        (&json!("Max"), &json!("Acme"))
    );
    assert_eq!(
        (&agent["version"], &agent["published_version"]),
        (&json!(1), &Value::Null)
    );
    assert!(agent["system"].as_str().unwrap().contains("check_availability"));
    assert_eq!(agent["disclosure"]["on"], true);
    assert_eq!(
        manager.get(&path(&agent, "")).await.expect_status(200).json(),
        agent
    );
    let list = manager.get(AGENTS).await.json();
    assert_eq!(list["items"], json!([agent]));
    let tools = manager.get(&format!("{AGENTS}/tools")).await.json();
    assert_eq!(
        tools["items"].as_array().unwrap().len(),
        agent["tools"].as_array().unwrap().len()
    );
}

#[tokio::test]
async fn a_change_needs_the_revision_and_every_version_is_kept() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let agent = made(&manager, &json!({"company": "Acme"})).await;
    let place = path(&agent, "");
    let put = async |body: Value| manager.put(&place, &body).await;
    let answer = put(json!({"name": "Max"})).await.expect_status(428);
    assert_eq!(answer.problem(), "revision.required");
    let changed = put(json!({"name": "Max", "revision": 1}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&changed["version"], &changed["revision"]),
        (&json!(2), &json!(2))
    );
    let stale = put(json!({"name": "Moritz", "revision": 1}))
        .await
        .expect_status(409);
    assert_eq!(stale.problem(), "revision.conflict");
    let versions = manager.get(&path(&agent, "/versions")).await.json();
    let names: Vec<_> = versions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["settings"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Max", agent["name"].as_str().unwrap()]);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_field_by_field() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    for (fields, field) in [
        (json!({"temperature": 3}), "temperature"),
        (json!({"first_message": "Hi {{shoe_size}}"}), "first_message"),
        (json!({"tools": ["fly"]}), "tools"),
        (json!({"company": ""}), "company"),
    ] {
        let answer = manager.post(AGENTS, &fields).await.expect_status(422);
        assert_eq!(answer.problem(), "voice_agent.invalid", "{}", answer.text);
        assert_eq!(answer.json()["errors"][0]["field"], field);
    }
    let unknown = manager.post(AGENTS, &json!({"secret": "x"})).await;
    assert_eq!(unknown.status, 422, "{}", unknown.text);
}

#[tokio::test]
async fn publishing_gives_the_host_one_agent_and_changes_that_one_later() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let agent = made(&manager, &json!({"name": "Max", "company": "Acme"})).await;
    let nobody = manager
        .post(&path(&agent, "/publish"), &json!({}))
        .await
        .expect_status(409);
    assert_eq!(nobody.problem(), "voice_agent.no_host");

    let host = with_host(&app);
    let place = path(&agent, "/publish");
    let publish = async || manager.post(&place, &json!({})).await;
    let published = publish().await.expect_status(200).json();
    assert_eq!(published["published_version"], 1);
    let documents = host.fake_agents().documents();
    let document = &documents["asst-1"];
    assert_eq!(document["name"], "Max");
    let server = document["server"]["url"].as_str().unwrap();
    assert!(server.contains("/webhooks/vapi/car_"), "{server}");

    let body = json!({"name": "Moritz", "revision": published["revision"]});
    manager.put(&path(&agent, ""), &body).await.expect_status(200);
    publish().await.expect_status(200);
    let documents = host.fake_agents().documents();
    assert_eq!(documents.len(), 1, "the same agent is changed");
    assert_eq!(documents["asst-1"]["name"], "Moritz");

    host.fake_agents().refuse(CommandError::Unavailable {
        why: "the test says so".to_owned(),
    });
    let refused = publish().await.expect_status(502);
    assert_eq!(refused.problem(), "voice_agent.host");
    let now = manager.get(&path(&agent, "")).await.json();
    assert_eq!(now["published_version"], 2, "as before");
}

#[tokio::test]
async fn the_difference_shows_what_publishing_would_change() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let _host = with_host(&app);
    let agent = made(&manager, &json!({"name": "Max", "company": "Acme"})).await;
    let diff = |query: &str| {
        let path = path(&agent, &format!("/diff{query}"));
        let manager = &manager;
        async move { manager.get(&path).await }
    };
    let kinds = |answer: Value| -> Vec<(String, String)> {
        let lines = answer["lines"].as_array().unwrap().clone();
        lines
            .iter()
            .map(|line| {
                (
                    line["kind"].as_str().unwrap().to_owned(),
                    line["text"].as_str().unwrap().to_owned(),
                )
            })
            .filter(|(kind, _)| kind != "same")
            .collect()
    };
    let fresh = kinds(diff("").await.expect_status(200).json());
    assert!(!fresh.is_empty() && fresh.iter().all(|(kind, _)| kind == "added"));
    let published = manager.post(&path(&agent, "/publish"), &json!({})).await.json();
    assert_eq!(kinds(diff("").await.json()), []);
    let body = json!({"temperature": 0.7, "revision": published["revision"]});
    manager.put(&path(&agent, ""), &body).await.expect_status(200);
    assert_eq!(
        kinds(diff("").await.json()),
        [
            ("removed".to_owned(), "model.temperature: 0.2".to_owned()),
            ("added".to_owned(), "model.temperature: 0.7".to_owned())
        ]
    );
    assert_eq!(diff("?version=9").await.status, 404);
}

#[tokio::test]
async fn an_agent_is_removed_once_and_a_call_without_one_has_no_conversation() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let agent = made(&manager, &json!({"company": "Acme"})).await;
    manager.delete(&path(&agent, "")).await.expect_status(204);
    let again = manager.delete(&path(&agent, "")).await.expect_status(404);
    assert_eq!(again.problem(), "voice_agent.not_found");
    let call = manager
        .post("/api/v1/calls", &json!({"to": "+14155552671"}))
        .await
        .json();
    let id = call["call"]["id"].as_str().or(call["id"].as_str()).unwrap();
    let none = manager.get(&format!("/api/v1/calls/{id}/conversation")).await;
    assert_eq!(none.problem(), "conversation.not_found");
}
