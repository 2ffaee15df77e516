//! Seats over HTTP, by role: sign in, join, be put through, note what came of it, and what others may do with a seat.

mod at_carrier;
mod from_host;
mod transfers;

use axum::http::Method;
use outdial_domain::call::{Policy, Treatment};
use outdial_domain::ids::{CallId, CampaignId, CarrierAccountId, SeatId};
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat;
use outdial_engine::{Expected, SeatRules, Seats, WaitingSound};
use outdial_media::live::StreamPort;
use outdial_media::{ParticipantId, Role as Part, RoomId};
use outdial_server::http::auth::Role;
use outdial_server::serve::{close_floor, open_floor};
use outdial_store::{Actor, CallRow};
use serde_json::{Value, json};

use super::floor::{Floor, MARIA, until};
use crate::app::ADDRESS;
use crate::client::Client;

/// A server with a campaign that takes agents.
struct Hall {
    floor: Floor,
    seats: Seats,
    campaign: CampaignId,
}

impl Hall {
    async fn new(policy: seat::Policy) -> Self {
        let floor = Floor::new().await;
        open_floor(&floor.test.app).unwrap();
        let engine = &floor.test.app.engine;
        engine
            .accounts()
            .set_base(&CarrierAccountId::from_bits(1), &format!("http://{ADDRESS}"));
        let (seats, campaign) = (engine.seats().unwrap(), CampaignId::from_bits(1));
        let rules = SeatRules {
            name: "Spring".to_owned(),
            policy,
        };
        seats.open_campaign(&floor.test.workspace, &campaign, rules);
        Self {
            floor,
            seats,
            campaign,
        }
    }

    async fn sign_in(&self, client: &Client) -> Value {
        let wish = json!({ "campaign_id": self.campaign });
        let answer = client.post("/api/v1/seats", &wish).await;
        answer.expect_status(201).json()
    }

    /// The agent's audio, by a leg that needs no handshake.
    fn come(&self, seat: &Value) -> StreamPort {
        let floor = self.floor.test.app.engine.floor().unwrap();
        let room = RoomId::new(seat["id"].as_str().unwrap());
        let room = floor.hub().room(&room).unwrap();
        room.join_stream(&ParticipantId::new("agent"), Part::Talk)
            .unwrap()
    }

    /// Maria is called by the campaign and answers.
    async fn maria(&self, client: &Client) -> (CallId, StreamPort) {
        let engine = &self.floor.test.app.engine;
        let call = CallId::from_bits(7);
        let expected = Expected {
            campaign: self.campaign.clone(),
            call: call.clone(),
            sound: WaitingSound::Music,
            detect: true,
            record: false,
            at_once: false,
            seat: None,
        };
        self.seats.expect(&self.floor.test.workspace, expected);
        let row = call_of(&call, engine.now());
        let rows = self
            .floor
            .test
            .app
            .store
            .workspace(self.floor.test.workspace.clone());
        rows.write(move |tx| tx.calls().insert(&row)).await.unwrap();
        engine.wake();
        let leg = self.floor.leg(client, call.as_str()).await;
        for status in [
            outdial_domain::call::LegStatus::Ringing,
            outdial_domain::call::LegStatus::Answered,
        ] {
            self.floor.report(&leg, status, None).await;
        }
        let account = engine.accounts().default_of(&self.floor.test.workspace).unwrap();
        let id = call.clone();
        let rows = self
            .floor
            .test
            .app
            .store
            .workspace(self.floor.test.workspace.clone());
        let row = rows.read(move |tx| tx.calls().get(&id)).await.unwrap().unwrap();
        let Instruction::Stream { parameters, .. } = engine.instructions(&account, &row).remove(0) else {
            panic!("the leg is to come here");
        };
        let port = engine.attach_stream(&call, &parameters[1].1).unwrap();
        (call, port)
    }
}

fn call_of(id: &CallId, now: outdial_domain::Timestamp) -> CallRow {
    CallRow {
        name: Some("Maria".to_owned()),
        policy: Policy {
            treatment: Treatment::Agent,
            time_limit_s: 3_600,
            ..Policy::default()
        },
        account_id: Some(CarrierAccountId::from_bits(1)),
        ..CallRow::planned(
            id.clone(),
            PhoneNumber::from_e164(MARIA).unwrap(),
            Actor::system(),
            now,
        )
    }
}

fn path(seat: &Value, what: &str) -> String {
    format!("/api/v1/seats/{}{what}", seat["id"].as_str().unwrap())
}

async fn when(client: &Client, seat: &Value, state: &str) -> Value {
    until(client, &path(seat, ""), |seat| seat["state"] == state).await
}

const STRICT: seat::Policy = seat::Policy {
    wrap_up_ms: None,
    disposition_mandatory: true,
};

#[tokio::test]
async fn an_agent_signs_in_talks_and_says_what_came_of_it() {
    let hall = Hall::new(STRICT).await;
    let agent = hall.floor.agent().await;
    let none = agent.get("/api/v1/seats/current").await.json();
    assert_eq!(none["seat"], Value::Null);
    let seat = hall.sign_in(&agent).await;
    assert_eq!(seat["state"], "joining");
    assert_eq!(seat["disposition_mandatory"], true);
    let again = agent
        .post("/api/v1/seats", &json!({ "campaign_id": hall.campaign }))
        .await;
    assert_eq!(again.problem(), "seat.already_seated");
    assert_eq!(again.json()["errors"][0]["message"], seat["id"]);
    let early = agent
        .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
        .await;
    assert_eq!(early.problem(), "seat.not_yet");
    let broken = agent
        .post(&path(&seat, "/join"), &json!({ "sdp_offer": "v=0" }))
        .await;
    assert_eq!(broken.expect_status(422).problem(), "room.offer");
    let without = agent.post(&path(&seat, "/join"), &json!({})).await;
    assert_eq!(without.problem(), "room.offer_missing");

    let _audio = hall.come(&seat);
    when(&agent, &seat, "paused").await;
    let ready = agent
        .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
        .await;
    assert_eq!(ready.expect_status(200).json()["state"], "ready");
    let own = agent
        .post("/api/v1/rooms", &json!({ "to": "+12122000003" }))
        .await;
    assert_eq!(own.problem(), "seat.not_paused");
    let (call, _callee) = hall.maria(&agent).await;
    let seen = agent.get(&path(&seat, "")).await.json();
    assert_eq!(seen["lines"][0]["call_id"], call.as_str());
    assert_eq!(seen["lines"][0]["lead_name"], "Maria");
    assert_eq!(seen["lines"][0]["phase"], "waiting");

    let id: SeatId = seat["id"].as_str().unwrap().parse().unwrap();
    let workspace = &hall.floor.test.workspace;
    hall.seats.put_through(workspace, &id, &call).await.unwrap();
    let talking = until(&agent, &path(&seat, ""), |seat| {
        seat["call"]["connected_at"].is_string()
    })
    .await;
    assert_eq!(talking["state"], "on_call");
    assert_eq!(talking["call"]["id"], call.as_str());
    assert!(talking["call"]["answer_to_audio_ms"].is_i64(), "{talking}");
    let current = agent.get("/api/v1/seats/current").await.json();
    assert_eq!(
        current["seat"]["call"]["id"],
        call.as_str(),
        "a reload finds the callee"
    );
    let muted = agent
        .post(&path(&seat, "/mute"), &json!({}))
        .await
        .expect_status(200);
    assert_eq!(muted.json()["muted"], true);
    let held = agent
        .post(&path(&seat, "/hold"), &json!({}))
        .await
        .expect_status(200);
    assert_eq!(held.json()["held"], true);
    let keys = agent
        .post(&path(&seat, "/digits"), &json!({ "digits": "nope" }))
        .await;
    assert_eq!(keys.problem(), "request.invalid");
    let early = agent
        .post(&path(&seat, "/wrap-up"), &json!({ "next": "ready" }))
        .await;
    assert_eq!(early.problem(), "seat.not_yet");

    let ended = agent.post(&path(&seat, "/end-call"), &json!({})).await;
    assert_eq!(ended.expect_status(200).json()["state"], "wrap_up");
    let unsaid = agent
        .post(&path(&seat, "/wrap-up"), &json!({ "next": "ready" }))
        .await;
    assert_eq!(unsaid.expect_status(422).problem(), "seat.disposition_missing");
    let unknown = json!({ "disposition": "unheard_of", "next": "ready" });
    let unknown = agent.post(&path(&seat, "/wrap-up"), &unknown).await;
    assert_eq!(unknown.problem(), "disposition.unknown");
    let said = json!({ "disposition": "connected", "notes": "Likes blue.", "next": "paused" });
    let done = agent
        .post(&path(&seat, "/wrap-up"), &said)
        .await
        .expect_status(200);
    assert_eq!(done.json()["state"], "paused");
    assert_eq!(done.json()["today"]["dispositions"]["connected"], 1);
    let call = agent.get(&format!("/api/v1/calls/{call}")).await.json();
    assert_eq!(call["call"]["disposition"], "connected");
    assert_eq!(call["call"]["notes"], "Likes blue.");
    let late = agent.post(&path(&seat, "/wrap-up"), &said).await;
    assert_eq!(late.problem(), "seat.no_call");
    let out = agent
        .send_json(Method::DELETE, &path(&seat, ""), &json!({}))
        .await;
    let out = out.expect_status(200).json();
    assert_eq!(
        (&out["state"], &out["reason"]),
        (&json!("offline"), &json!("signed_out"))
    );
    let gone = agent
        .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
        .await;
    assert_eq!(gone.problem(), "seat.offline");
    close_floor(&hall.floor.test.app).await;
}

#[tokio::test]
async fn managers_see_pause_and_sign_out_agents_and_agents_steer_their_own_seat_alone() {
    let hall = Hall::new(seat::Policy::default()).await;
    let (agent, manager) = (
        hall.floor.agent().await,
        hall.floor.test.signed_in(Role::Manager).await,
    );
    let (seat, other) = (hall.sign_in(&agent).await, hall.sign_in(&manager).await);
    let _audio = hall.come(&seat);
    when(&agent, &seat, "paused").await;
    agent
        .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
        .await
        .expect_status(200);

    for (method, what, body) in [
        (Method::GET, "", json!({})),
        (Method::DELETE, "", json!({})),
        (Method::PUT, "/state", json!({ "state": "paused" })),
    ] {
        let answer = agent.send_json(method.clone(), &path(&other, what), &body).await;
        assert_eq!(answer.expect_status(403).problem(), "auth.forbidden", "{method}");
    }
    for (method, what, body) in [
        (Method::PUT, "/state", json!({ "state": "ready" })),
        (Method::POST, "/join", json!({ "sdp_offer": "v=0" })),
        (Method::POST, "/end-call", json!({})),
        (Method::PUT, "/verdict", json!({ "verdict": "human" })),
        (Method::POST, "/wrap-up", json!({ "next": "ready" })),
        (Method::POST, "/mute", json!({})),
    ] {
        let answer = manager.send_json(method.clone(), &path(&seat, what), &body).await;
        assert_eq!(answer.problem(), "seat.not_yours", "{method} {what}");
    }
    let listed = manager.get("/api/v1/seats").await.expect_status(200).json();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    for taken in [&seat, &other] {
        assert!(items.iter().any(|item| item["id"] == taken["id"]), "{listed}");
    }
    let forced = json!({ "state": "paused", "reason": "Team meeting" });
    let paused = manager
        .put(&path(&seat, "/state"), &forced)
        .await
        .expect_status(200);
    assert_eq!(paused.json()["reason"], "Team meeting");
    let out = manager
        .send_json(Method::DELETE, &path(&seat, ""), &json!({}))
        .await;
    assert_eq!(out.expect_status(200).json()["reason"], "forced");
    let nowhere = manager.get("/api/v1/seats/seat_00000000000000000000000000").await;
    assert_eq!(nowhere.problem(), "seat.not_found");
    let closed = agent
        .post(
            "/api/v1/seats",
            &json!({ "campaign_id": CampaignId::from_bits(2) }),
        )
        .await;
    assert_eq!(closed.problem(), "seat.campaign_closed");
    close_floor(&hall.floor.test.app).await;
}

#[tokio::test]
async fn without_audio_nobody_signs_in() {
    let floor = Floor::new().await;
    let agent = floor.agent().await;
    let wish = json!({ "campaign_id": CampaignId::from_bits(1) });
    let answer = agent.post("/api/v1/seats", &wish).await;
    assert_eq!(answer.problem(), "seat.no_audio");
    let none = agent.get("/api/v1/seats/current").await.expect_status(200).json();
    assert_eq!(none["seat"], Value::Null);
}
