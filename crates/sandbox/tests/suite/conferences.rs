//! Calls meeting in a room.

use std::sync::Arc;

use outdial_sandbox::EndedBy;

use crate::application::Application;
use crate::stage::{ACCOUNT, FROM, Stage, config};

const CUSTOMER: &str = "<Response><Dial><Conference startConferenceOnEnter=\"false\" \
    statusCallback=\"http://app.test/room\" statusCallbackEvent=\"start end join leave mute hold\">room-1</Conference></Dial></Response>";
const AGENT: &str = "<Response><Dial><Conference endConferenceOnExit=\"true\" participantLabel=\"agent\">room-1</Conference></Dial></Response>";

struct Meeting {
    app: Arc<Application>,
    stage: Stage,
    customer: String,
    agent: String,
    room: String,
}

/// A customer waits, an agent comes, the room starts.
async fn meeting() -> Meeting {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let customer = stage.call("+14155550100", &[("Twiml", CUSTOMER)]).await;
    stage.pass(1_000).await;
    let rooms = stage.get("/Conferences.json?FriendlyName=room-1").await;
    assert_eq!(rooms.body["conferences"][0]["status"], "init");
    let agent = stage.call("+14155550101", &[("Twiml", AGENT)]).await;
    stage.pass(1_000).await;
    let rooms = stage.get("/Conferences.json?Status=in-progress").await;
    let room = rooms.body["conferences"][0]["sid"].as_str().unwrap().to_owned();
    Meeting {
        app,
        stage,
        customer,
        agent,
        room,
    }
}

fn events(app: &Application) -> Vec<String> {
    app.at("/room")
        .iter()
        .map(|request| request.param("StatusCallbackEvent").to_owned())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_room_starts_with_the_second_and_ends_with_the_agent() {
    let Meeting {
        app,
        stage,
        customer,
        agent,
        room,
    } = meeting().await;
    stage
        .post(&format!("/Calls/{agent}.json"), &[("Status", "completed")])
        .await;
    stage.pass(1_000).await;
    assert_eq!(
        events(&app),
        [
            "participant-join",
            "participant-join",
            "conference-start",
            "participant-leave",
            "participant-leave",
            "conference-end"
        ]
    );
    let last = app.at("/room").pop().unwrap();
    assert_eq!(
        last.param("ReasonConferenceEnded"),
        "participant-with-end-conference-on-exit-left"
    );
    assert_eq!(last.param("CallSidEndingConference"), agent);
    assert_eq!(last.param("SequenceNumber"), "6");
    let ended = stage.get(&format!("/Conferences/{room}.json")).await;
    assert_eq!(ended.body["status"], "completed");
    assert_eq!(stage.status(&customer).await, "completed");
    let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    assert_eq!(attempt.rooms, ["room-1"]);
}

#[tokio::test(start_paused = true)]
async fn participants_are_listed_muted_held_and_put_out() {
    let Meeting {
        app,
        stage,
        customer,
        agent,
        room,
    } = meeting().await;
    let list = stage.get(&format!("/Conferences/{room}/Participants.json")).await;
    let participants = list.body["participants"].as_array().unwrap();
    assert_eq!(participants.len(), 2);
    assert!(
        participants
            .iter()
            .all(|participant| participant["status"] == "connected")
    );

    let path = format!("/Conferences/{room}/Participants/{customer}.json");
    let changed = stage.post(&path, &[("Muted", "true"), ("Hold", "true")]).await;
    assert_eq!(
        (&changed.body["muted"], &changed.body["hold"]),
        (&true.into(), &true.into())
    );
    stage.post(&path, &[("Hold", "false")]).await;
    stage.pass(10).await;
    assert_eq!(
        events(&app)[3..],
        ["participant-mute", "participant-hold", "participant-unhold"]
    );

    let by_label = stage
        .get(&format!("/Conferences/{room}/Participants/agent.json"))
        .await;
    assert_eq!(by_label.body["call_sid"], agent);
    assert_eq!(stage.rest("DELETE", &path, &[]).await.status, 204);
    stage.pass(10).await;
    assert_eq!(stage.status(&customer).await, "completed");
    assert_eq!(stage.get(&path).await.status, 404);
    let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    assert_eq!(attempt.ending.unwrap().by, EndedBy::Api);
}

#[tokio::test(start_paused = true)]
async fn a_room_ended_through_the_api_ends_for_all() {
    let Meeting {
        app,
        stage,
        customer,
        agent,
        room,
    } = meeting().await;
    let ended = stage
        .post(&format!("/Conferences/{room}.json"), &[("Status", "completed")])
        .await;
    assert_eq!(ended.body["status"], "completed");
    assert_eq!(ended.body["reason_conference_ended"], "conference-ended-via-api");
    stage.pass(100).await;
    assert_eq!(stage.status(&customer).await, "completed");
    assert_eq!(stage.status(&agent).await, "completed");
    assert_eq!(
        app.at("/room").pop().unwrap().param("Reason"),
        "conference-ended-via-api"
    );
}

#[tokio::test(start_paused = true)]
async fn participants_are_dialled_into_a_room() {
    let Meeting { stage, room, .. } = meeting().await;
    let path = format!("/Conferences/{room}/Participants.json");
    let form = [
        ("To", "+14155550102"),
        ("From", FROM),
        ("Label", "third"),
        ("StartConferenceOnEnter", "false"),
    ];
    let invited = stage.post(&path, &form).await;
    assert_eq!(
        (invited.status, &invited.body["status"]),
        (201, &"queued".into()),
        "{}",
        invited.body
    );
    assert_eq!(invited.body["conference_sid"], room);
    stage.pass(100).await;
    let third = stage
        .get(&format!("/Conferences/{room}/Participants/third.json"))
        .await;
    assert_eq!(third.body["status"], "ringing");
    let taken = stage.post(&path, &form).await;
    assert_eq!((taken.status, &taken.body["code"]), (400, &16_025.into()));
    stage.pass(1_000).await;
    let third = stage
        .get(&format!("/Conferences/{room}/Participants/third.json"))
        .await;
    assert_eq!(third.body["status"], "connected");
    // Somebody who does not pick up disappears from the list.
    stage.post(&path, &[("To", "+14155550108"), ("From", FROM)]).await;
    stage.pass(1_000).await;
    let list = stage.get(&path).await;
    assert_eq!(list.body["participants"].as_array().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_participant_opens_a_room_that_nobody_may_come_to() {
    let stage = Stage::new(config(), Application::quiet());
    let form = [("To", "+14155550109"), ("From", FROM)];
    let invited = stage.post("/Conferences/empty/Participants.json", &form).await;
    assert_eq!(invited.status, 201);
    stage.pass(2_000).await;
    let rooms = stage.get("/Conferences.json?FriendlyName=empty").await;
    assert_eq!(rooms.body["conferences"][0]["status"], "completed");
    let uri = rooms.body["conferences"][0]["uri"].as_str().unwrap();
    assert!(uri.starts_with(&format!("/2010-04-01/Accounts/{ACCOUNT}/Conferences/CF")));
}
