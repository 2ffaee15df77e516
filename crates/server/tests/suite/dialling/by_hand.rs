//! Agents look at leads and dial them, over HTTP: the offer, the ringing, the talk, a machine that is taken back.

use outdial_domain::call::LegStatus;
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::instruction::Instruction;
use outdial_media::live::StreamPort;
use outdial_media::{ParticipantId, Role as Part, RoomId};
use outdial_server::http::auth::Role;
use outdial_server::serve::open_floor;
use serde_json::{Value, json};

use super::floor::{Floor, MARIA, take_seat, until};
use crate::app::ADDRESS;
use crate::client::Client;

/// A campaign with one lead, and an agent on a seat of it who is ready.
struct Desk {
    floor: Floor,
    agent: Client,
    manager: Client,
    campaign: String,
    seat: String,
    _audio: StreamPort,
}

impl Desk {
    async fn new(settings: Value) -> Self {
        let floor = Floor::new().await;
        open_floor(&floor.test.app).unwrap();
        let account = CarrierAccountId::from_bits(1);
        let engine = &floor.test.app.engine;
        engine.accounts().set_base(&account, &format!("http://{ADDRESS}"));
        let manager = floor.test.signed_in(Role::Manager).await;
        let campaign = floor.campaign(&manager, &settings).await;
        let agent = floor.agent().await;
        let seat = take_seat(&agent, &campaign).await;
        let hub = floor.test.app.engine.floor().unwrap();
        let room = hub.hub().room(&RoomId::new(&seat)).unwrap();
        let audio = room
            .join_stream(&ParticipantId::new("agent"), Part::Talk)
            .unwrap();
        let desk = Self {
            floor,
            agent,
            manager,
            campaign,
            seat,
            _audio: audio,
        };
        desk.when(|seat| seat["state"] == "paused").await;
        let ready = json!({ "state": "ready" });
        desk.agent
            .put(&desk.path("/state"), &ready)
            .await
            .expect_status(200);
        desk
    }

    fn path(&self, what: &str) -> String {
        format!("/api/v1/seats/{}{what}", self.seat)
    }

    async fn when(&self, condition: impl Fn(&Value) -> bool) -> Value {
        until(&self.agent, &self.path(""), condition).await
    }

    /// The callee picks up, and their audio comes.
    async fn answer(&self, call: &str) -> StreamPort {
        let leg = self.floor.leg(&self.agent, call).await;
        self.floor.report(&leg, LegStatus::Ringing, None).await;
        self.floor.report(&leg, LegStatus::Answered, None).await;
        let engine = &self.floor.test.app.engine;
        let account = engine.accounts().default_of(&self.floor.test.workspace).unwrap();
        let row = self.floor.stored_call(call).await;
        let Instruction::Stream { parameters, .. } = engine.instructions(&account, &row).remove(0) else {
            panic!("the leg is to come here");
        };
        let call: CallId = call.parse().unwrap();
        engine.attach_stream(&call, &parameters[1].1).unwrap()
    }
}

#[tokio::test]
async fn a_lead_is_shown_dialled_talked_to_and_taken_back_when_it_is_a_machine() {
    let desk = Desk::new(json!({ "mode": "preview", "disposition_required": true })).await;
    let shown = desk.when(|seat| seat["offer"].is_object()).await;
    let offer = &shown["offer"];
    assert_eq!(shown["state"], "ready");
    assert_eq!(offer["lead"]["contact_name"], "Maria");
    assert_eq!(
        (&offer["phone"], &offer["dial_at"]),
        (&json!(MARIA), &Value::Null)
    );
    assert!(offer["why"].as_str().unwrap().contains("never called"), "{offer}");

    let wrong = json!({ "phone": "+12125550199" });
    let refused = desk.agent.post(&desk.path("/offer/dial"), &wrong).await;
    refused.expect_status(422);
    let dialled = desk.agent.post(&desk.path("/offer/dial"), &json!({})).await;
    let dialled = dialled.expect_status(200).json();
    assert_eq!(
        (&dialled["state"], &dialled["offer"]),
        (&json!("dialing"), &Value::Null)
    );
    assert_eq!(dialled["call"]["connected_at"], Value::Null);
    let call = dialled["call"]["id"].as_str().unwrap().to_owned();
    let again = desk.agent.post(&desk.path("/offer/dial"), &json!({})).await;
    assert_eq!(again.expect_status(409).problem(), "seat.no_offer");

    let _callee = desk.answer(&call).await;
    let talking = desk.when(|seat| seat["state"] == "on_call").await;
    assert!(talking["call"]["connected_at"].is_string());
    assert_eq!(talking["call"]["id"], call.as_str());
    let leg = desk.floor.leg(&desk.agent, &call).await;
    let said = json!({ "verdict": "machine" });
    let freed = desk.agent.put(&desk.path("/verdict"), &said).await;
    assert_eq!(freed.expect_status(200).json()["state"], "ready");
    // Nobody waits until the leg is hung up by and by.
    for _ in 0..3_000 {
        if desk.floor.carrier.hang_ups().contains(&leg) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    desk.floor.report(&leg, LegStatus::Completed, Some(4_000)).await;
    let over = desk
        .floor
        .call_when(&desk.agent, &call, |call| call["outcome"].is_string());
    assert_eq!(over.await["outcome"], "machine");
    assert_eq!(desk.floor.legs_of(&call), 1);
}

#[tokio::test]
async fn a_lead_that_is_skipped_says_why_and_one_that_rings_is_called_off() {
    let desk = Desk::new(json!({ "mode": "preview" })).await;
    let shown = desk.when(|seat| seat["offer"].is_object()).await;
    let lead = shown["offer"]["lead"]["id"].as_str().unwrap().to_owned();
    let skip = json!({ "reason": "on holiday" });
    let skipped = desk.agent.post(&desk.path("/offer/skip"), &skip).await;
    assert_eq!(skipped.expect_status(200).json()["offer"], Value::Null);
    let why = desk
        .manager
        .get(&format!("/api/v1/leads/{lead}/diallable"))
        .await
        .expect_status(200)
        .json();
    let campaign = &why["campaigns"][0];
    assert_eq!(campaign["campaign_id"], desk.campaign.as_str());
    assert_eq!(campaign["why"]["code"], "skipped");
    assert!(
        campaign["why"]["sentence"]
            .as_str()
            .unwrap()
            .contains("on holiday")
    );
    let waiting = format!("/api/v1/campaigns/{}/leads?place=waiting", desk.campaign);
    let waiting = desk.manager.get(&waiting).await.expect_status(200).json();
    assert_eq!(waiting["items"][0]["lead"]["id"], lead.as_str());

    let by_hand = desk
        .agent
        .post(&desk.path("/dial"), &json!({ "lead_id": lead }))
        .await;
    assert_eq!(by_hand.expect_status(409).problem(), "seat.not_by_hand");
}

#[tokio::test]
async fn in_manual_mode_an_agent_calls_a_lead_of_the_list_and_calls_it_off() {
    let desk = Desk::new(json!({ "mode": "manual" })).await;
    let list = format!("/api/v1/campaigns/{}/leads?place=due", desk.campaign);
    let list = desk.agent.get(&list).await.expect_status(200).json();
    let lead = list["items"][0]["lead"]["id"].clone();
    let wish = json!({ "lead_id": lead });
    let dialled = desk.agent.post(&desk.path("/dial"), &wish).await;
    let dialled = dialled.expect_status(200).json();
    assert_eq!(dialled["state"], "dialing");
    let call = dialled["call"]["id"].as_str().unwrap().to_owned();
    let leg = desk.floor.leg(&desk.agent, &call).await;
    desk.floor.report(&leg, LegStatus::Ringing, None).await;
    let off = desk.agent.post(&desk.path("/end-call"), &json!({})).await;
    assert_eq!(off.expect_status(200).json()["state"], "ready");
    desk.floor.report(&leg, LegStatus::Canceled, None).await;
    let over = desk
        .floor
        .call_when(&desk.agent, &call, |call| call["outcome"].is_string());
    assert_eq!(over.await["outcome"], "canceled");
}
