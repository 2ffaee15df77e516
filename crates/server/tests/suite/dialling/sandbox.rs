//! The whole program with its own phone network: nothing is replaced, everything is reached over loopback.

use std::sync::Arc;

use outdial_engine::{SystemClock, TimeOrderedIds};
use outdial_server::config::{Config, Source};
use outdial_server::http::auth::HashCost;
use outdial_server::http::router;
use outdial_server::serve::{Parts, Running, boot};
use serde_json::json;

use super::floor::{column, id_of, until};
use crate::app::{PASSWORD, UNHURRIED};
use crate::client::Client;

async fn started(more: &[(&str, &str)]) -> (tempfile::TempDir, Running) {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("data");
    let fixed = [
        ("OUTDIAL_DATA_DIR", folder.to_str().unwrap()),
        ("OUTDIAL_LISTEN", "127.0.0.1:0"),
        ("OUTDIAL_SANDBOX_POPULATION", "deterministic"),
    ];
    let source = Source::of(fixed.iter().chain(more).copied());
    let parts = Parts {
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimeOrderedIds::seeded(1)),
        hash_cost: HashCost::Test,
        allowance: UNHURRIED,
        metrics: None,
    };
    let running = boot(Config::read(&source).unwrap(), parts).await.unwrap();
    (data, running)
}

#[tokio::test]
async fn a_pasted_list_comes_to_the_outcomes_its_people_are_known_for() {
    let (_data, running) = started(&[("OUTDIAL_API_KEY", "od_a-key-for-this-test")]).await;
    let client = Client::new(router(&running.app)).with_key("od_a-key-for-this-test");

    let numbers: Vec<String> = (0..10).map(|digit| format!("+1212555010{digit}")).collect();
    let made = client
        .post("/api/v1/runs", &json!({"numbers": numbers, "message": "Hello."}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(column(&made["lines"], "status"), ["accepted"; 10]);
    let path = format!("/api/v1/runs/{}", id_of(&made["run"]));
    let done = until(&client, &path, |run| run["state"] == "done").await;
    assert_eq!(
        (
            &done["outcomes"]["busy"],
            &done["outcomes"]["no_answer"],
            &done["outcomes"]["failed"]
        ),
        (&json!(1), &json!(1), &json!(1)),
        "{done}"
    );
    assert_eq!(done["counts"]["ended"], 10);
    let stats = until(&client, "/api/v1/stats", |stats| {
        stats["cost"]["known"]
            .as_array()
            .is_some_and(|known| !known.is_empty())
    })
    .await;
    assert_eq!((&stats["total"], &stats["live"]), (&json!(10), &json!(0)));
    running.shut_down().await;
}

#[tokio::test]
async fn the_network_hosts_rooms_when_it_is_told_to_and_needs_no_setting_up() {
    let variables = [
        ("TWILIO_BRIDGE", "carrier"),
        ("OUTDIAL_ADMIN_EMAIL", "maria@example.com"),
        ("OUTDIAL_ADMIN_PASSWORD", PASSWORD),
    ];
    let (_data, running) = started(&variables).await;
    let mut client = Client::new(router(&running.app));
    client
        .sign_in("maria@example.com", PASSWORD)
        .await
        .expect_status(200);
    let accounts = client.get("/api/v1/carriers").await.expect_status(200).json();
    let account = id_of(&accounts["items"][0]);
    let tested = client
        .post(&format!("/api/v1/carriers/{account}/test"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(tested["ok"], true, "{tested}");
    for part in ["API key", "TwiML app"] {
        let checks = tested["details"].as_array().unwrap();
        let good = |check: &&serde_json::Value| check["name"] == part && check["state"] == "good";
        assert!(checks.iter().any(|check| good(&check)), "{part}: {tested}");
    }
    let room = client
        .post("/api/v1/rooms", &json!({ "to": "+12125550142" }))
        .await
        .expect_status(201)
        .json();
    assert_eq!(room["bridge"], "carrier");
    let joined = client
        .post(&format!("/api/v1/rooms/{}/join", id_of(&room)), &json!({}))
        .await
        .expect_status(200)
        .json();
    let signalling = joined["carrier"]["signalling"].as_str().unwrap();
    assert!(signalling.starts_with("ws://127.0.0.1:"), "{joined}");
    running.shut_down().await;
}

#[tokio::test]
async fn our_own_voice_agent_talks_through_an_account_that_hosts_none() {
    let (_data, running) = started(&[("OUTDIAL_API_KEY", "od_a-key-for-this-test")]).await;
    let client = Client::new(router(&running.app)).with_key("od_a-key-for-this-test");
    let agent = json!({"company": "Acme", "name": "Sam"});
    let agent = client.post("/api/v1/voice-agents", &agent).await;
    let agent = agent.expect_status(201).json();
    let person = json!({
        "company_name": "Engines", "contact_name": "Ada", "phone": "+12125550100", "email": "ada@example.com",
        "consents": ["ai_voice"], "consent_source": "The form on the website",
        "timezone": "America/New_York",
    });
    client.post("/api/leads", &person).await.expect_status(201);
    let accounts = client.get("/api/v1/carriers").await.expect_status(200).json();
    let network = accounts["items"].as_array().unwrap();
    let network = network.iter().find(|account| account["kind"] == "twilio");
    let lists = client.get("/api/v1/lists").await.expect_status(200).json();
    let chosen = json!({
        "voice_agent_id": agent["id"], "account_id": id_of(network.unwrap()), "cron": "0 4 1 1 *",
        "list_ids": [id_of(&lists["items"][0])], "enabled": true,
    });
    let chosen = client.put("/api/v1/automation", &chosen).await;
    chosen.expect_status(200);
    let run = client.post("/api/v1/automation/run", &json!({})).await;
    let run = run.expect_status(200).json();
    let call = run["leads"][0]["call_id"].as_str().unwrap();
    let talk = format!("/api/v1/calls/{call}/conversation");
    let path = format!("/api/v1/calls/{call}");
    until(&client, &path, |view| view["call"]["state"] == "ended").await;
    let talk = until(&client, &talk, |talk| talk["state"] == "settled").await;
    assert_eq!(
        (&talk["result"], &talk["ended_reason"]),
        (&json!("scheduled"), &json!("agent-said-goodbye")),
        "{talk:#}"
    );
    let tools = column(&talk["tools"], "name");
    assert_eq!(
        (tools.first(), tools.last()),
        (Some(&"check_availability"), Some(&"end_call"))
    );
    assert!(tools.contains(&"book_appointment"), "{tools:?}");
    let said = talk["utterances"].as_array().unwrap();
    let first = said.iter().find(|said| said["speaker"] == "agent").unwrap();
    assert!(
        first["text"]
            .as_str()
            .unwrap()
            .contains("an automated assistant calling for Acme"),
        "{first}"
    );
    assert_eq!(
        talk["cost"],
        serde_json::Value::Null,
        "the sandbox's model has no price"
    );
    running.shut_down().await;
}
