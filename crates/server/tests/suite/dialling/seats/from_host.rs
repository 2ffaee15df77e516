//! The whole program with its own phone network: somebody who talks with the voice agent of a host asks for a person, and is
//! put through to an agent's phone, over nothing but HTTP and the carrier's streams.

use std::sync::Arc;

use outdial_domain::ids::CampaignId;
use outdial_engine::{SeatRules, SystemClock, TimeOrderedIds};
use outdial_server::config::{Config, Source};
use outdial_server::http::auth::HashCost;
use outdial_server::http::router;
use outdial_server::serve::{Parts, boot};
use serde_json::{Value, json};

use super::super::floor::until_or_tell;
use super::{path, until, when};
use crate::app::{PASSWORD, UNHURRIED};
use crate::client::Client;

/// The usual people, and one who wants a person.
const PEOPLE: &str = concat!(
    include_str!("../../../../../sandbox/populations/deterministic.toml"),
    "\n[[person]]\nnumber = \"+12125550104\"\nkind = \"human\"\nattitude = \"wants_person\"\n"
);

#[tokio::test]
async fn whoever_asks_the_agent_of_a_host_for_a_person_is_put_through_and_the_hosts_report_ends_nothing() {
    let data = tempfile::tempdir().unwrap();
    let (folder, people) = (data.path().join("data"), data.path().join("people.toml"));
    std::fs::write(&people, PEOPLE).unwrap();
    let source = Source::of([
        ("OUTDIAL_DATA_DIR", folder.to_str().unwrap()),
        ("OUTDIAL_LISTEN", "127.0.0.1:0"),
        ("OUTDIAL_SANDBOX_POPULATION", people.to_str().unwrap()),
        ("OUTDIAL_ADMIN_EMAIL", "maria@example.com"),
        ("OUTDIAL_ADMIN_PASSWORD", PASSWORD),
    ]);
    let parts = Parts {
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimeOrderedIds::seeded(1)),
        hash_cost: HashCost::Test,
        allowance: UNHURRIED,
        metrics: None,
    };
    let running = boot(Config::read(&source).unwrap(), parts).await.unwrap();
    let mut client = Client::new(router(&running.app));
    client
        .sign_in("maria@example.com", PASSWORD)
        .await
        .expect_status(200);
    let seat = ready_by_phone(&running.app, &client).await;
    let call = ask_for_a_person(&client).await;

    let (talk, shown) = (
        format!("/api/v1/calls/{call}/conversation"),
        format!("/api/v1/calls/{call}"),
    );
    // What the host's agent was answered says why they did not come.
    let is_there = |seat: &Value| seat["state"] == "on_call";
    let on_call = until_or_tell(&client, &path(&seat, ""), is_there, &[&talk, &shown]).await;
    let brought = &on_call["call"];
    assert_eq!(brought["id"], call.as_str(), "{on_call:#}");
    assert_eq!(brought["briefing"]["by"], "Sam");
    assert_eq!(brought["briefing"]["summary"], "Wants to talk to a person.");

    // The host reports, because it has lost the callee: nothing of it ends the call or the talk.
    let reported = until(&client, &talk, |talk| !talk["ended_reason"].is_null()).await;
    assert_eq!(
        (&reported["state"], &reported["ended_reason"]),
        (&json!("live"), &json!("phone-call-provider-closed-websocket")),
        "{reported:#}"
    );
    assert!(
        reported["cost"]["micros"].as_i64().unwrap() > 0,
        "what the host asks for its part"
    );
    assert_eq!(client.get(&shown).await.json()["call"]["state"], "connected");
    when(&client, &seat, "on_call").await;

    client
        .post(&path(&seat, "/end-call"), &json!({}))
        .await
        .expect_status(200);
    let said = json!({ "disposition": "connected", "notes": "Likes blue.", "next": "paused" });
    client
        .post(&path(&seat, "/wrap-up"), &said)
        .await
        .expect_status(200);
    let ended = until(&client, &shown, |view| view["call"]["state"] == "ended").await;
    assert_eq!(
        (&ended["call"]["outcome"], &ended["call"]["disposition"]),
        (&json!("completed"), &json!("connected")),
        "{ended:#}"
    );
    let settled = until(&client, &talk, |talk| talk["state"] == "settled").await;
    assert_eq!(settled["result"], "talked", "{settled:#}");
    assert_eq!(settled["evidence"][0]["quote"], "Can I talk to a person, please?");
    running.shut_down().await;
}

/// A seat of some campaign whose agent is reached by phone.
async fn ready_by_phone(app: &outdial_server::http::AppState, client: &Client) -> Value {
    let workspaces = app.store.system().read(|tx| tx.workspaces()).await;
    let workspace = workspaces.unwrap().remove(0).id;
    let (campaign, seats) = (CampaignId::from_bits(1), app.engine.seats().unwrap());
    let rules = SeatRules {
        name: "Inside sales".to_owned(),
        policy: outdial_domain::seat::Policy::default(),
    };
    seats.open_campaign(&workspace, &campaign, rules);
    let wish = json!({ "campaign_id": campaign, "audio": "phone", "phone": "+12125550101" });
    let seat = client.post("/api/v1/seats", &wish).await;
    let seat = seat.expect_status(201).json();
    until(client, &path(&seat, ""), |seat| {
        seat["phone"]["state"] == "here" && seat["state"] == "paused"
    })
    .await;
    client
        .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
        .await
        .expect_status(200);
    seat
}

/// The agent of the host calls somebody who wants a person; answers the call.
async fn ask_for_a_person(client: &Client) -> String {
    let agent = client
        .post("/api/v1/voice-agents", &json!({"company": "Acme", "name": "Sam"}))
        .await;
    let agent = agent.expect_status(201).json();
    let at = format!("/api/v1/voice-agents/{}", agent["id"].as_str().unwrap());
    let diff = client.get(&format!("{at}/diff")).await.expect_status(200).json();
    assert_eq!(
        diff["no_hand_over"],
        Value::Null,
        "the agent may promise a person"
    );
    client
        .post(&format!("{at}/publish"), &json!({}))
        .await
        .expect_status(200);
    let person = json!({
        "company_name": "Engines", "contact_name": "Ada", "phone": "+12125550104", "email": "ada@example.com",
        "consents": ["ai_voice"], "consent_source": "The form on the website",
        "timezone": "America/New_York",
    });
    client.post("/api/leads", &person).await.expect_status(201);
    let accounts = client.get("/api/v1/carriers").await.expect_status(200).json();
    let accounts = accounts["items"].as_array().unwrap().clone();
    let host = accounts.iter().find(|account| account["kind"] == "vapi").unwrap();
    let lists = client.get("/api/v1/lists").await.expect_status(200).json();
    let chosen = json!({
        "voice_agent_id": agent["id"], "account_id": host["id"], "cron": "0 4 1 1 *",
        "list_ids": [lists["items"][0]["id"]], "enabled": true,
    });
    let chosen = client.put("/api/v1/automation", &chosen).await;
    chosen.expect_status(200);
    let run = client.post("/api/v1/automation/run", &json!({})).await;
    let run = run.expect_status(200).json();
    run["leads"][0]["call_id"].as_str().unwrap().to_owned()
}
