//! The live channel over a real socket: a snapshot, then what changes, in order and without gaps.

use std::time::Duration;

use futures_util::StreamExt as _;
use outdial_domain::ids::CampaignId;
use outdial_domain::seat::Policy;
use outdial_engine::SeatRules;
use outdial_server::http::auth::Role;
use outdial_server::serve::{close_floor, open_floor};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::floor::{Floor, MARIA, id_of, numbers};
use crate::app::ADDRESS;
use crate::client::Client;

/// The server on a socket.
pub struct Wire {
    address: std::net::SocketAddr,
    _stop: DropGuard,
}

impl Wire {
    pub async fn of(floor: &Floor) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        TaskTracker::new().spawn(outdial_server::listener::serve(
            listener,
            floor.test.router.clone(),
            stop.clone(),
        ));
        Self {
            address,
            _stop: stop.drop_guard(),
        }
    }

    pub async fn open(&self, client: &Client, query: &str) -> Result<Watcher, Error> {
        let mut request = format!("ws://{ADDRESS}/api/v1/live{query}")
            .into_client_request()
            .unwrap();
        let mut put = |name: &'static str, value: String| {
            request.headers_mut().insert(name, value.parse().unwrap());
        };
        if let Some(cookie) = &client.cookie {
            put("cookie", format!("outdial_session={cookie}"));
            put("origin", format!("http://{ADDRESS}"));
        }
        if let Some(key) = &client.key {
            put("authorization", format!("Bearer {key}"));
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await?;
        Ok(Watcher(socket))
    }
}

pub struct Watcher(WebSocketStream<TcpStream>);

impl Watcher {
    /// The next frame that is no ping; `None` when the channel was closed.
    pub async fn next(&mut self) -> Option<Value> {
        let wait = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let frame: Value = serde_json::from_str(&text).unwrap();
                        if frame["type"] != "ping" {
                            return Some(frame);
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    Some(Ok(_)) => {}
                }
            }
        };
        tokio::time::timeout(PATIENCE, wait)
            .await
            .expect("a frame comes in time")
    }

    /// Reads frames until one satisfies the condition, and checks that their numbers grow by one.
    pub async fn until(&mut self, seq: &mut u64, condition: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.expect("the channel stays open");
            assert_eq!(frame["type"], "changes", "{frame}");
            *seq += 1;
            assert_eq!(frame["seq"], *seq);
            if condition(&frame) {
                return frame;
            }
        }
    }
}

fn shows(frame: &Value, id: &str, state: &str) -> bool {
    let calls = frame["calls"].as_array().unwrap();
    calls
        .iter()
        .any(|call| call["id"] == id && call["state"] == state)
}

#[tokio::test]
async fn a_watcher_sees_a_snapshot_and_then_every_change_in_order() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let before = floor.call(&agent, "+12122000000").await;
    floor.leg(&agent, &before).await;
    let wire = Wire::of(&floor).await;
    let mut watcher = wire.open(&agent, "").await.unwrap();
    let snapshot = watcher.next().await.unwrap();
    assert_eq!(snapshot["type"], "snapshot");
    assert_eq!(snapshot["calls"][0]["id"], before.as_str());
    assert_eq!(snapshot["stats"]["total"], 1);
    let mut seq = snapshot["seq"].as_u64().unwrap();

    let made = agent
        .post("/api/v1/runs", &json!({"numbers": [MARIA]}))
        .await
        .expect_status(201)
        .json();
    let id = made["lines"][0]["call_id"].as_str().unwrap().to_owned();
    floor.complete(&agent, &id, 1_000).await;
    watcher.until(&mut seq, |frame| shows(frame, &id, "ended")).await;
    let run = id_of(&made["run"]);
    let figures = watcher
        .until(&mut seq, |frame| {
            let runs = frame["runs"].as_array().unwrap();
            runs.iter()
                .any(|shown| shown["id"] == run.as_str() && shown["state"] == "done")
        })
        .await;
    assert_eq!(figures["stats"]["by_outcome"], json!({"completed": 1}));

    let admin = floor.admin().await;
    admin.delete("/api/v1/calls").await.expect_status(200);
    loop {
        let frame = watcher.next().await.unwrap();
        if frame["type"] == "snapshot" {
            assert!(frame["seq"].as_u64().unwrap() > seq);
            assert_eq!(frame["calls"].as_array().unwrap().len(), 1);
            break;
        }
        seq = frame["seq"].as_u64().unwrap();
    }
}

#[tokio::test]
async fn who_comes_back_gets_exactly_what_was_missed() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let wire = Wire::of(&floor).await;
    let mut watcher = wire.open(&agent, "").await.unwrap();
    let mut seq = watcher.next().await.unwrap()["seq"].as_u64().unwrap();
    let first = floor.call(&agent, MARIA).await;
    watcher
        .until(&mut seq, |frame| {
            frame["calls"]
                .as_array()
                .unwrap()
                .iter()
                .any(|call| call["id"] == first.as_str())
        })
        .await;
    drop(watcher);
    floor.complete(&agent, &first, 1_000).await;

    let mut again = wire.open(&agent, &format!("?since={seq}")).await.unwrap();
    again.until(&mut seq, |frame| shows(frame, &first, "ended")).await;
    for since in ["0", "1", "18446744073709551615"] {
        let mut fresh = wire.open(&agent, &format!("?since={since}")).await.unwrap();
        assert_eq!(fresh.next().await.unwrap()["type"], "snapshot", "{since}");
    }
}

#[tokio::test]
async fn a_burst_of_changes_ends_in_the_true_state() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let wire = Wire::of(&floor).await;
    let mut watcher = wire.open(&agent, "").await.unwrap();
    let mut seq = watcher.next().await.unwrap()["seq"].as_u64().unwrap();
    let made = agent
        .post("/api/v1/runs", &json!({"numbers": numbers(40)}))
        .await
        .expect_status(201)
        .json();
    let ids: Vec<String> = made["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["call_id"].as_str().unwrap().to_owned())
        .collect();
    let work = futures_util::future::join_all(ids.iter().map(|id| floor.complete(&agent, id, 1_000)));
    let mut shown = std::collections::BTreeMap::new();
    let watch = async {
        while shown.len() < ids.len() || shown.values().any(|(_, state)| state != "ended") {
            let frame = watcher.until(&mut seq, |_| true).await;
            for call in frame["calls"].as_array().unwrap() {
                let seen = (
                    call["revision"].as_i64().unwrap(),
                    call["state"].as_str().unwrap().to_owned(),
                );
                // Commits are told by whoever asked for them: as the channel's rules say, the higher revision counts.
                let known = shown
                    .entry(call["id"].to_string())
                    .or_insert_with(|| seen.clone());
                if seen.0 >= known.0 {
                    *known = seen;
                }
            }
        }
    };
    tokio::join!(work, watch);
}

#[tokio::test]
async fn only_those_who_may_can_watch() {
    let floor = Floor::new().await;
    let wire = Wire::of(&floor).await;
    let status = |opened: Result<Watcher, Error>| match opened {
        Err(Error::Http(answer)) => answer.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => 101,
    };
    let stranger = floor.test.stranger();
    assert_eq!(status(wire.open(&stranger, "").await), 401);
    assert_eq!(status(wire.open(&stranger.with_key("od_wrong"), "").await), 401);
    let mut forged = stranger.clone();
    forged.cookie = Some("forged".to_owned());
    assert_eq!(status(wire.open(&forged, "").await), 401);
    let admin = floor.admin().await;
    for (scopes, expected) in [(json!(["dnc:read"]), 403), (json!(["calls:read"]), 101)] {
        let made = admin
            .post("/api/v1/api-keys", &json!({"name": "k", "scopes": scopes}))
            .await;
        let key = made.expect_status(201).json()["key"].as_str().unwrap().to_owned();
        assert_eq!(status(wire.open(&stranger.with_key(&key), "").await), expected);
    }
    assert_eq!(status(wire.open(&admin, "?since=x").await), 400);
    for role in Role::ALL {
        let client = floor.test.signed_in(role).await;
        assert_eq!(status(wire.open(&client, "").await), 101);
        let plain = client.get("/api/v1/live").await.expect_status(400);
        assert_eq!(plain.problem(), "request.malformed");
    }
}

#[tokio::test]
async fn who_signs_out_sees_no_more() {
    let floor = Floor::new().await;
    let wire = Wire::of(&floor).await;
    let agent = floor.agent().await;
    let mut watcher = wire.open(&agent, "").await.unwrap();
    watcher.next().await.unwrap();
    agent.delete("/api/v1/session").await.expect_status(204);
    assert_eq!(watcher.next().await, None);
}

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn seats_are_in_the_snapshot_and_told_when_they_change() {
    let floor = Floor::new().await;
    open_floor(&floor.test.app).unwrap();
    let campaign = CampaignId::from_bits(1);
    let rules = SeatRules {
        name: "Spring".to_owned(),
        policy: Policy::default(),
    };
    let seats = floor.test.app.engine.seats().unwrap();
    seats.open_campaign(&floor.test.workspace, &campaign, rules);
    let (agent, manager) = (floor.agent().await, floor.test.signed_in(Role::Manager).await);
    let wish = json!({ "campaign_id": campaign });
    let seat = agent.post("/api/v1/seats", &wish).await.expect_status(201).json();
    let wire = Wire::of(&floor).await;
    let mut watcher = wire.open(&manager, "").await.unwrap();
    let snapshot = watcher.next().await.unwrap();
    assert_eq!(snapshot["seats"][0]["id"], seat["id"]);
    let mut seq = snapshot["seq"].as_u64().unwrap();
    agent
        .delete(&format!("/api/v1/seats/{}", id_of(&seat)))
        .await
        .expect_status(200);
    let is_gone = |frame: &Value| frame["seats"][0]["state"] == "offline";
    let frame = watcher.until(&mut seq, is_gone).await;
    assert_eq!(frame["seats"][0]["reason"], "signed_out");
    close_floor(&floor.test.app).await;
}
