//! Seats whose audio stays at the carrier: each way of a campaign to bring an agent and a callee together.

use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use super::super::floor::{Floor, id_of, take_seat, until};
use super::super::hosted::{bridging, knock};
use super::super::switchboard::{Switchboard, conference_in, label_in, until_so};
use crate::client::Client;

const AGENT_LEG: &str = "CA000000000000000000000000000000aa";

/// A campaign with one lead, and an agent who is ready, with a browser in a conference of Twilio.
struct Desk {
    floor: Floor,
    board: Switchboard,
    agent: Client,
    seat: String,
    /// The conference of the seat.
    room: String,
    lead: String,
}

impl Desk {
    async fn new(settings: Value) -> Self {
        let (floor, board) = bridging("https://api.twilio.com").await;
        let manager = floor.test.signed_in(Role::Manager).await;
        let campaign = floor.campaign(&manager, &settings).await;
        let agent = floor.agent().await;
        let seat = take_seat(&agent, &campaign).await;
        let leads = manager.get("/api/v1/leads").await.json();
        let mut desk = Self {
            lead: id_of(&leads["items"][0]),
            floor,
            board,
            agent,
            seat,
            room: String::new(),
        };
        desk.come().await;
        desk.when(|seat| seat["state"] == "paused").await;
        desk.put("/state", &json!({ "state": "ready" })).await;
        desk
    }

    /// The browser enters the conference.
    async fn come(&mut self) {
        let joined = self.agent.post(&self.path("/join"), &json!({})).await;
        let joined = joined.expect_status(200).json();
        assert_eq!(joined["sdp_answer"], Value::Null, "{joined}");
        let room = joined["carrier"]["parameters"]["room"]
            .as_str()
            .unwrap()
            .to_owned();
        let way = knock(&self.board, &joined, AGENT_LEG, &room).await.text;
        self.room = conference_in(&way);
        self.join("1", AGENT_LEG, &label_in(&way)).await;
    }

    async fn join(&self, sequence: &str, leg: &str, label: &str) {
        let what = "participant-join";
        self.board
            .conference(&self.room, sequence, what, leg, label)
            .await;
    }

    fn path(&self, what: &str) -> String {
        format!("/api/v1/seats/{}{what}", self.seat)
    }

    async fn post(&self, what: &str, body: &Value) -> Value {
        self.agent
            .post(&self.path(what), body)
            .await
            .expect_status(200)
            .json()
    }

    async fn put(&self, what: &str, body: &Value) -> Value {
        self.agent
            .put(&self.path(what), body)
            .await
            .expect_status(200)
            .json()
    }

    async fn when(&self, condition: impl Fn(&Value) -> bool) -> Value {
        until(&self.agent, &self.path(""), condition).await
    }

    /// The callee is ordered into the agent's conference and comes.
    async fn brought(&self, leg: &str) -> Value {
        let way = self.board.brought(leg).await;
        assert_eq!(conference_in(&way), self.room, "into the room of this agent");
        self.join("2", leg, &label_in(&way)).await;
        self.when(|seat| seat["call"]["connected_at"].is_string()).await
    }

    /// The leg is ended at the carrier, and its call is over.
    async fn hung_up(&self, leg: &str, call: &Value) -> Value {
        until_so("the leg is hung up", || self.board.is_told(leg, "completed")).await;
        let took = [("CallDuration", "5")];
        self.board
            .report(leg, "completed", "9", &took)
            .await
            .expect_status(204);
        let id = call["id"].as_str().unwrap();
        let is_over = |call: &Value| call["outcome"].is_string();
        self.floor.call_when(&self.agent, id, is_over).await
    }
}

#[tokio::test]
async fn a_lead_that_was_shown_is_called_talked_to_and_wrapped_up() {
    let desk = Desk::new(json!({ "mode": "preview" })).await;
    let shown = desk.when(|seat| seat["offer"].is_object()).await;
    assert_eq!(shown["offer"]["lead"]["contact_name"], "Maria");
    let dialled = desk.post("/offer/dial", &json!({})).await;
    assert_eq!(dialled["state"], "dialing");
    let leg = desk.board.rung(1).await;
    desk.board.answer(&leg).await;
    let talking = desk.brought(&leg).await;
    assert_eq!(
        (&talking["state"], &talking["call"]["id"]),
        (&json!("on_call"), &dialled["call"]["id"])
    );
    let after = desk.post("/end-call", &json!({})).await;
    assert_eq!(after["state"], "wrap_up");
    let over = desk.hung_up(&leg, &dialled["call"]).await;
    assert_eq!(over["outcome"], "completed");
    assert_eq!(desk.board.orders(), 1);
}

#[tokio::test]
async fn a_lead_that_was_chosen_is_called_and_a_machine_frees_the_agent() {
    let desk = Desk::new(json!({ "mode": "manual" })).await;
    let dialled = desk.post("/dial", &json!({ "lead_id": desk.lead })).await;
    assert_eq!(dialled["state"], "dialing");
    let leg = desk.board.rung(1).await;
    desk.board.answer(&leg).await;
    desk.brought(&leg).await;
    let freed = desk.put("/verdict", &json!({ "verdict": "machine" })).await;
    assert_eq!(freed["state"], "ready");
    let over = desk.hung_up(&leg, &dialled["call"]).await;
    assert_eq!(over["outcome"], "machine");
}

#[tokio::test]
async fn a_lead_that_was_chosen_and_still_rings_is_called_off() {
    let desk = Desk::new(json!({ "mode": "manual" })).await;
    let dialled = desk.post("/dial", &json!({ "lead_id": desk.lead })).await;
    let leg = desk.board.rung(1).await;
    desk.board
        .report(&leg, "ringing", "1", &[])
        .await
        .expect_status(204);
    let off = desk.post("/end-call", &json!({})).await;
    assert_eq!(off["state"], "ready");
    until_so("the ringing is ended", || desk.board.is_told(&leg, "completed")).await;
    desk.board
        .report(&leg, "canceled", "2", &[])
        .await
        .expect_status(204);
    let is_over = |call: &Value| call["outcome"].is_string();
    let id = dialled["call"]["id"].as_str().unwrap();
    let over = desk.floor.call_when(&desk.agent, id, is_over).await;
    assert_eq!(over["outcome"], "canceled");
}

#[tokio::test]
async fn bridged_at_once_the_agent_hears_the_answer_and_a_machine_is_taken_away_again() {
    let desk = Desk::new(json!({
        "mode": "progressive",
        "at_once": true,
        "safe_harbour": {
            "company": "Analytical Engines", "phone": "+1 415 555 0100", "opt_out_key": "9", "words": null
        },
    }))
    .await;
    let leg = desk.board.rung(1).await;
    desk.board.answer(&leg).await;
    let talking = desk.brought(&leg).await;
    assert_eq!(
        talking["state"], "on_call",
        "before anybody has said who answered"
    );
    desk.board.detects(&leg, "machine_start").await;
    let freed = desk.when(|seat| seat["state"] != "on_call").await;
    assert_eq!(freed["state"], "ready", "nothing is to be noted about a machine");
    let over = desk.hung_up(&leg, &talking["call"]).await;
    assert_eq!(over["outcome"], "machine");
}
