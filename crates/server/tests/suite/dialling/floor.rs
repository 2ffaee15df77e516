//! A server that dials: the engine runs, and a carrier in memory does what a test says.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::LegRef;
use outdial_carrier::testing::FakeCarrier;
use outdial_domain::call::{Cost, Event, LegStatus};
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{AccountSpec, Clock};
use outdial_server::http::auth::Role;
use outdial_store::CallRow;
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use crate::app::TestApp;
use crate::client::Client;

/// A server that dials.
pub struct Floor {
    pub test: TestApp,
    pub carrier: Arc<FakeCarrier>,
}

impl Floor {
    /// A server with one user of each role, whose engine and live channel run.
    pub async fn new() -> Self {
        let test = TestApp::new().await;
        let clock = test.clock.clone();
        let carrier = Arc::new(FakeCarrier::new(Arc::new(move || clock.now())));
        let spec = AccountSpec {
            id: CarrierAccountId::from_bits(1),
            workspace: test.workspace.clone(),
            kind: "fake".to_owned(),
            name: "Fake".to_owned(),
            carrier: carrier.clone(),
            caller_id: Some(PhoneNumber::from_e164("+14155550100").unwrap()),
            is_default: true,
            calls_per_1000_s: 1_000_000,
        };
        test.app.engine.accounts().put(spec, test.clock.now());
        let tasks = TaskTracker::new();
        let engine = test.app.engine.clone();
        tasks.spawn(async move { engine.run().await });
        let (live, stop) = (test.app.live.clone(), test.app.stop.clone());
        tasks.spawn(async move { live.run(stop).await });
        Self { test, carrier }
    }

    pub async fn admin(&self) -> Client {
        self.test.signed_in(Role::Admin).await
    }

    pub async fn agent(&self) -> Client {
        self.test.signed_in(Role::Agent).await
    }

    /// A campaign that is under way and has Maria as its only lead.
    pub async fn campaign(&self, manager: &Client, settings: &Value) -> String {
        let text = json!({ "text": format!("Name,Company,Phone\nMaria,Acme,{MARIA}\n") });
        let list = manager.post("/api/v1/lists?name=Autumn", &text).await;
        let list = list.expect_status(201).json()["list"]["id"].clone();
        let wish = json!({ "name": "Autumn", "list_ids": [list], "settings": settings });
        let made = manager.post("/api/v1/campaigns", &wish).await;
        let campaign = id_of(&made.expect_status(201).json());
        let start = format!("/api/v1/campaigns/{campaign}/start");
        manager.post(&start, &json!({})).await.expect_status(200);
        campaign
    }

    /// Changes some of the settings.
    pub async fn set(&self, change: Value) {
        let admin = self.admin().await;
        let revision = admin.get("/api/v1/settings").await.json()["revision"].to_string();
        let based = admin.with_header("if-match", &revision);
        based.put("/api/v1/settings", &change).await.expect_status(200);
    }

    /// Moves the clock and lets the engine look at it.
    pub fn advance_s(&self, seconds: i64) {
        self.test.clock.advance_s(seconds);
        self.test.app.engine.wake();
    }

    /// Asks for a call; answers with its id.
    pub async fn call(&self, client: &Client, to: &str) -> String {
        let answer = client.post("/api/v1/calls", &json!({ "to": to })).await;
        id_of(&answer.expect_status(201).json())
    }

    /// The call as the API shows it, once it satisfies the condition.
    pub async fn call_when(&self, client: &Client, id: &str, condition: impl Fn(&Value) -> bool) -> Value {
        let path = format!("/api/v1/calls/{id}");
        until(client, &path, |body| condition(&body["call"])).await["call"].clone()
    }

    /// The leg of a call, once the carrier has taken it.
    pub async fn leg(&self, client: &Client, id: &str) -> LegRef {
        let call = self
            .call_when(client, id, |call| call["carrier_call_id"].is_string())
            .await;
        LegRef(call["carrier_call_id"].as_str().unwrap().to_owned())
    }

    /// Delivers what the carrier says of a leg.
    pub async fn report(&self, leg: &LegRef, status: LegStatus, talk_ms: Option<i64>) {
        let request = self.carrier.advance(leg, status, talk_ms);
        let events = outdial_carrier::Carrier::parse_webhook(self.carrier.as_ref(), &request).unwrap();
        self.test
            .app
            .engine
            .take_in(&self.test.workspace, events)
            .await
            .unwrap();
    }

    /// Delivers the price of a leg.
    pub async fn bill(&self, leg: &LegRef, micros: i64) {
        let cost = Cost {
            micros,
            currency: "USD".to_owned(),
        };
        let request = self.carrier.notify(leg, &Event::Billed { cost });
        let events = outdial_carrier::Carrier::parse_webhook(self.carrier.as_ref(), &request).unwrap();
        self.test
            .app
            .engine
            .take_in(&self.test.workspace, events)
            .await
            .unwrap();
    }

    /// Lets somebody pick up, listen and hang up.
    pub async fn complete(&self, client: &Client, id: &str, talk_ms: i64) -> LegRef {
        let leg = self.leg(client, id).await;
        self.report(&leg, LegStatus::Ringing, None).await;
        self.report(&leg, LegStatus::Answered, None).await;
        self.report(&leg, LegStatus::Completed, Some(talk_ms)).await;
        leg
    }

    /// The call as it is stored.
    pub async fn stored_call(&self, id: &str) -> CallRow {
        let id: CallId = id.parse().unwrap();
        let rows = self.test.app.store.workspace(self.test.workspace.clone());
        let found = rows.read(move |tx| tx.calls().get(&id)).await;
        found.unwrap().expect("the call exists")
    }

    /// How often a call reached the carrier.
    pub fn legs_of(&self, id: &str) -> usize {
        self.carrier.legs_of(&id.parse::<CallId>().unwrap()).len()
    }

    /// The audit log's actions, newest first.
    pub async fn audit(&self) -> Vec<String> {
        let log = self.admin().await.get("/api/v1/audit").await.json();
        let actions = log["items"].as_array().unwrap().iter();
        actions
            .map(|entry| entry["action"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A seat of the campaign for an agent, by its id.
pub async fn take_seat(agent: &Client, campaign: &str) -> String {
    // The campaign takes agents as soon as somebody looks after it.
    for _ in 0..500 {
        let wish = json!({ "campaign_id": campaign });
        let answer = agent.post("/api/v1/seats", &wish).await;
        if answer.status == 201 {
            return id_of(&answer.json());
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the campaign takes no agents");
}

/// What a resource shows, once it satisfies the condition.
pub async fn until(client: &Client, path: &str, condition: impl Fn(&Value) -> bool) -> Value {
    until_or_tell(client, path, condition, &[]).await
}

/// The same; if it never does, other resources are shown too.
pub async fn until_or_tell(
    client: &Client,
    path: &str,
    condition: impl Fn(&Value) -> bool,
    others: &[&str],
) -> Value {
    let mut last = Value::Null;
    let wait = async {
        loop {
            let answer = client.get(path).await;
            last = answer.expect_status(200).json();
            if condition(&last) {
                return;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, wait).await.is_ok();
    if !in_time {
        let mut told = String::new();
        for other in others {
            told += &format!("\n{other}: {}", client.get(other).await.text);
        }
        panic!("{path} never got there: {last:#}{told}");
    }
    last
}

#[track_caller]
pub fn id_of(resource: &Value) -> String {
    resource["id"].as_str().unwrap().to_owned()
}

/// A field of each item.
#[track_caller]
pub fn column<'a>(items: &'a Value, field: &str) -> Vec<&'a str> {
    let items = items.as_array().unwrap().iter();
    items.map(|item| item[field].as_str().unwrap_or("null")).collect()
}

/// As many numbers of New York.
pub fn numbers(count: u32) -> Vec<String> {
    (0..count).map(|n| format!("+1212{}", 2_000_000 + n)).collect()
}

pub const MARIA: &str = "+14155552671";
pub const JOHN: &str = "+12125550199";
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// Far more than anything here takes, so that a slow machine fails no test.
const PATIENCE: Duration = Duration::from_secs(30);
