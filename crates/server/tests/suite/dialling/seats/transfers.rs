//! Passing a callee on over HTTP: by whom, to whom, and in which words it fails; and an agent's own phone.

use std::sync::Arc;

use outdial_domain::call::LegStatus;
use outdial_domain::ids::{CallId, CampaignId, SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{Expected, SeatRules, SystemClock, TimeOrderedIds, WaitingSound};
use outdial_server::config::{Config, Source};
use outdial_server::http::auth::{HashCost, Role};
use outdial_server::http::router;
use outdial_server::serve::{Parts, boot, close_floor};
use serde_json::{Value, json};

use super::{Hall, call_of, path, until, when};
use crate::app::{PASSWORD, UNHURRIED};
use crate::client::Client;

impl Hall {
    async fn ready(&self, client: &Client) -> (Value, outdial_media::live::StreamPort) {
        let seat = self.sign_in(client).await;
        let audio = self.come(&seat);
        when(client, &seat, "paused").await;
        client
            .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
            .await
            .expect_status(200);
        (seat, audio)
    }
}

#[tokio::test]
async fn an_agent_asks_a_colleague_who_declines_and_then_gives_them_the_callee() {
    let hall = Hall::new(outdial_domain::seat::Policy::default()).await;
    let (agent, manager) = (
        hall.floor.agent().await,
        hall.floor.test.signed_in(Role::Manager).await,
    );
    let (seat, _audio) = hall.ready(&agent).await;
    let (call, _callee) = hall.maria(&agent).await;
    let id: SeatId = seat["id"].as_str().unwrap().parse().unwrap();
    hall.seats
        .put_through(&hall.floor.test.workspace, &id, &call)
        .await
        .unwrap();
    when(&agent, &seat, "on_call").await;
    let (other, _others_audio) = hall.ready(&manager).await;
    let colleagues = agent
        .get(&path(&seat, "/colleagues"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(colleagues.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &colleagues[0]["seat_id"],
            &colleagues[0]["state"],
            &colleagues[0]["campaign_name"]
        ),
        (&other["id"], &json!("ready"), &json!("Spring"))
    );

    let transfer = path(&seat, "/transfer");
    let step = |what: &str| path(&seat, &format!("/transfer/{what}"));
    let nobody = agent.post(&step("join"), &json!({})).await;
    assert_eq!(nobody.problem(), "seat.no_transfer");
    for to in [
        json!({}),
        json!({ "seat_id": other["id"], "number": "+12125550105" }),
    ] {
        let vague = agent.post(&transfer, &json!({ "kind": "warm", "to": to })).await;
        assert_eq!(vague.problem(), "request.invalid");
    }
    let foreign = json!({ "kind": "warm", "to": { "seat_id": other["id"] } });
    let answer = manager.post(&transfer, &foreign).await;
    assert_eq!(answer.problem(), "seat.not_yours");

    agent.post(&transfer, &foreign).await.expect_status(200);
    let shown = until(&agent, &path(&seat, ""), |seat| {
        seat["transfer"]["phase"] == "consulting"
    })
    .await;
    assert_eq!(shown["transfer"]["to"]["seat_id"], other["id"]);
    assert_eq!(shown["transfer"]["talking_to"], "third");
    let asked = until(&manager, &path(&other, ""), |seat| seat["consult"].is_object()).await;
    assert_eq!(asked["consult"]["from_seat_id"], seat["id"]);
    let twice = agent.post(&transfer, &foreign).await;
    assert_eq!(twice.problem(), "seat.transferring");
    let held = agent.post(&path(&seat, "/hold"), &json!({})).await;
    assert_eq!(held.problem(), "seat.transferring");
    let declined = manager.post(&path(&other, "/consult/decline"), &json!({})).await;
    assert_eq!(declined.expect_status(200).json()["consult"], Value::Null);
    let failed = until(&agent, &path(&seat, ""), |seat| {
        seat["transfer"]["phase"] == "failed"
    })
    .await;
    let problem = failed["transfer"]["problem"].as_str().unwrap();
    assert!(problem.contains("declined"), "{problem}");
    let again = manager.post(&path(&other, "/consult/decline"), &json!({})).await;
    assert_eq!(again.problem(), "seat.not_asked");

    let blind = json!({ "kind": "blind", "to": { "seat_id": other["id"] } });
    agent.post(&transfer, &blind).await.expect_status(200);
    let given = until(&manager, &path(&other, ""), |seat| seat["state"] == "on_call").await;
    assert_eq!(given["call"]["id"], call.as_str());
    assert_eq!(given["call"]["transferred_by"], seat["name"]);
    let left = until(&agent, &path(&seat, ""), |seat| {
        seat["state"] == "wrap_up" && seat["transfer"].is_null()
    })
    .await;
    assert!(left["call"]["connected_at"].is_string(), "{left}");
    let taken = manager.post(&path(&other, "/transfer"), &foreign).await;
    assert_eq!(taken.problem(), "seat.colleague_taken");
    let audit = hall.floor.audit().await;
    assert_eq!(
        audit.iter().filter(|action| *action == "seat.transfer").count(),
        2
    );
    close_floor(&hall.floor.test.app).await;
}

#[tokio::test]
async fn a_number_that_a_rule_refuses_is_not_called_and_a_phone_is_rung_where_its_audio_can_come_here() {
    let hall = Hall::new(outdial_domain::seat::Policy::default()).await;
    let agent = hall.floor.agent().await;
    let (seat, _audio) = hall.ready(&agent).await;
    let (call, _callee) = hall.maria(&agent).await;
    let id: SeatId = seat["id"].as_str().unwrap().parse().unwrap();
    let workspace = &hall.floor.test.workspace;
    hall.seats.put_through(workspace, &id, &call).await.unwrap();
    when(&agent, &seat, "on_call").await;
    let manager = hall.floor.test.signed_in(Role::Manager).await;
    let listed = json!({ "numbers": ["+12125550105"] });
    manager.post("/api/v1/dnc", &listed).await.expect_status(200);
    let to = |number: &str| json!({ "kind": "blind", "to": { "number": number } });
    let transfer = path(&seat, "/transfer");
    let refused = agent.post(&transfer, &to("+12125550105")).await;
    assert_eq!(refused.problem(), "call.refused");
    let sentence = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(sentence.contains("do-not-call"), "{sentence}");
    let none = agent.post(&transfer, &to("nobody")).await;
    assert_eq!(none.expect_status(422).problem(), "request.invalid");
    let rung = agent
        .post(&transfer, &to("+12125550103"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(rung["transfer"]["phase"], "calling");
    let shown = rung["transfer"]["to"]["phone_display"].as_str().unwrap();
    assert!(!shown.contains("5550103"), "{shown}");
    let early = agent.post(&path(&seat, "/transfer/swap"), &json!({})).await;
    assert_eq!(early.problem(), "seat.transfer_early");
    let back = agent.post(&path(&seat, "/transfer/cancel"), &json!({})).await;
    assert_eq!(back.expect_status(200).json()["transfer"], Value::Null);
    assert_eq!(seat["audio"], "browser");
    let unknown = agent.post(&path(&seat, "/ring-phone"), &json!({})).await;
    assert_eq!(unknown.problem(), "seat.no_phone");

    let wish = |phone: Value| json!({ "campaign_id": hall.campaign, "audio": "phone", "phone": phone });
    let nowhere = manager.post("/api/v1/seats", &wish(Value::Null)).await;
    assert_eq!(nowhere.problem(), "seat.no_phone");
    let refused = manager.post("/api/v1/seats", &wish(json!("+12125550105"))).await;
    assert_eq!(refused.problem(), "call.refused");
    let own = manager.post("/api/v1/seats", &wish(json!("+12125550104"))).await;
    let own = own.expect_status(201).json();
    assert_eq!(
        (&own["audio"], &own["state"]),
        (&json!("phone"), &json!("joining"))
    );
    assert_eq!(own["phone"]["state"], "calling");
    let offer = manager
        .post(&path(&own, "/join"), &json!({ "sdp_offer": "v=0" }))
        .await;
    assert_eq!(offer.problem(), "room.seat_taken");
    let calls = manager.get("/api/v1/calls").await.json();
    let rung = calls["items"].as_array().unwrap().iter();
    let rung: Vec<_> = rung.filter(|call| call["phone"] == "+12125550104").collect();
    assert_eq!(rung.len(), 1, "{calls}");
    let leg = hall.floor.leg(&manager, rung[0]["id"].as_str().unwrap()).await;
    hall.floor.report(&leg, LegStatus::Busy, None).await;
    let gone = until(&manager, &path(&own, ""), |seat| seat["phone"]["state"] == "gone").await;
    assert_eq!(gone["phone"]["problem"], "Your phone is busy.");
    let again = manager.post(&path(&own, "/ring-phone"), &json!({})).await;
    assert_eq!(again.expect_status(200).json()["phone"]["state"], "calling");
    close_floor(&hall.floor.test.app).await;
}

/// Somebody is called for a campaign and put through to a seat.
async fn put_through(app: &outdial_server::http::AppState, workspace: &WorkspaceId, seat: &SeatId) -> CallId {
    let (engine, call) = (&app.engine, CallId::from_bits(7));
    let seats = engine.seats().unwrap();
    let expected = Expected {
        campaign: CampaignId::from_bits(1),
        call: call.clone(),
        sound: WaitingSound::Silence,
        detect: false,
        record: false,
        at_once: false,
        seat: None,
    };
    seats.expect(workspace, expected);
    let row = outdial_store::CallRow {
        phone: PhoneNumber::from_e164("+12125550102").unwrap(),
        account_id: None,
        ..call_of(&call, engine.now())
    };
    let rows = app.store.workspace(workspace.clone());
    rows.write(move |tx| tx.calls().insert(&row)).await.unwrap();
    engine.wake();
    for _ in 0..3_000 {
        if seats.put_through(workspace, seat, &call).await.is_ok() {
            return call;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the callee never waits");
}

#[tokio::test]
async fn people_of_the_sandbox_are_agent_callee_and_third_by_phone_alone() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("data");
    let source = Source::of([
        ("OUTDIAL_DATA_DIR", folder.to_str().unwrap()),
        ("OUTDIAL_LISTEN", "127.0.0.1:0"),
        ("OUTDIAL_SANDBOX_POPULATION", "deterministic"),
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
    let workspaces = running.app.store.system().read(|tx| tx.workspaces()).await;
    let workspace = workspaces.unwrap().remove(0).id;
    let (campaign, seats) = (CampaignId::from_bits(1), running.app.engine.seats().unwrap());
    let rules = SeatRules {
        name: "Spring".to_owned(),
        policy: outdial_domain::seat::Policy::default(),
    };
    seats.open_campaign(&workspace, &campaign, rules);
    let wish = json!({ "campaign_id": campaign, "audio": "phone", "phone": "+12125550101" });
    let seat = client
        .post("/api/v1/seats", &wish)
        .await
        .expect_status(201)
        .json();
    until(&client, &path(&seat, ""), |seat| {
        seat["phone"]["state"] == "here" && seat["state"] == "paused"
    })
    .await;
    client
        .put(&path(&seat, "/state"), &json!({ "state": "ready" }))
        .await
        .expect_status(200);
    let id: SeatId = seat["id"].as_str().unwrap().parse().unwrap();
    let callee = put_through(&running.app, &workspace, &id).await;
    when(&client, &seat, "on_call").await;

    let to = |number: &str| json!({ "kind": "warm", "to": { "number": number } });
    let transfer = path(&seat, "/transfer");
    client
        .post(&transfer, &to("+12125550108"))
        .await
        .expect_status(200);
    let failed = until(&client, &path(&seat, ""), |seat| {
        seat["transfer"]["phase"] == "failed"
    })
    .await;
    let problem = failed["transfer"]["problem"].as_str().unwrap();
    assert!(problem.contains("busy"), "{problem}");
    client
        .post(&transfer, &to("+12125550103"))
        .await
        .expect_status(200);
    until(&client, &path(&seat, ""), |seat| {
        seat["transfer"]["phase"] == "consulting"
    })
    .await;
    for step in ["join", "complete"] {
        client
            .post(&path(&seat, &format!("/transfer/{step}")), &json!({}))
            .await
            .expect_status(200);
    }
    when(&client, &seat, "wrap_up").await;
    let calls = client.get("/api/v1/calls").await.json();
    let calls = calls["items"].as_array().unwrap().clone();
    let third = calls.iter().find(|call| call["phone"] == "+12125550103").unwrap();
    let third = third["id"].as_str().unwrap();
    for call in [callee.as_str(), third] {
        let path = format!("/api/v1/calls/{call}");
        let shown = until(&client, &path, |call| call["call"]["state"] == "connected").await;
        assert_eq!(shown["call"]["state"], "connected");
    }
    // The third goes, and the callee is not left alone.
    let gone = client
        .post(&format!("/api/v1/calls/{third}/hang-up"), &json!({}))
        .await;
    gone.expect_status(200);
    let path = format!("/api/v1/calls/{callee}");
    until(&client, &path, |call| call["call"]["state"] == "ended").await;
    running.shut_down().await;
}
