//! Rooms in conferences of the carrier, over HTTP: tokens, the door for browsers, orders, what may be reached.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use outdial_server::serve::{close_floor, open_floor};
use serde_json::{Value, json};

use super::floor::{Floor, MARIA};
use super::switchboard::{Switchboard, conference_form};
use crate::app::ADDRESS;
use crate::client::{Answer, Client};

const CONFERENCE: &str = "CF00000000000000000000000000000001";
const AGENT_LEG: &str = "CA000000000000000000000000000000aa";

/// A server whose agents and callees meet at Twilio, or at what stands in for it.
pub async fn bridging(api_base: &str) -> (Floor, Switchboard) {
    let floor = Floor::new().await;
    let board = Switchboard::bridging(&floor, api_base);
    open_floor(&floor.test.app).unwrap();
    let base = format!("http://{ADDRESS}");
    floor.test.app.engine.accounts().set_base(&board.account, &base);
    (floor, board)
}

async fn open(client: &Client) -> Value {
    let answer = client.post("/api/v1/rooms", &json!({ "to": MARIA })).await;
    answer.expect_status(201).json()
}

fn path(room: &Value, what: &str) -> String {
    format!("/api/v1/rooms/{}{what}", room["id"].as_str().unwrap())
}

async fn join(client: &Client, room: &Value) -> Value {
    let answer = client.post(&path(room, "/join"), &json!({})).await;
    answer.expect_status(200).json()
}

fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The browser's call arrives at the TwiML app.
pub async fn knock(board: &Switchboard, joined: &Value, leg: &str, room: &str) -> Answer {
    let door = &joined["carrier"];
    let identity = claims(&door["access_token"])["grants"]["identity"].clone();
    let from = format!("client:{}", identity.as_str().unwrap());
    let form = [
        ("CallSid", leg),
        ("From", &from),
        ("CallStatus", "ringing"),
        ("room", room),
        ("ticket", door["parameters"]["ticket"].as_str().unwrap()),
    ];
    let answer = board.send(&door_path(board), &form).await;
    answer.expect_status(200)
}

fn door_path(board: &Switchboard) -> String {
    format!("/webhooks/twilio/{}/client", board.account)
}

/// The conference reports where it was told to.
async fn report(board: &Switchboard, room: &Value, sequence: &str, event: &str, leg: &str, label: &str) {
    let call = room["id"].as_str().unwrap().replace("room_", "call_");
    let path = format!("/webhooks/twilio/{}/room?call={call}", board.account);
    let name = room["id"].as_str().unwrap();
    let form = conference_form(CONFERENCE, name, sequence, event, leg, label);
    board.send(&path, &form).await.expect_status(204);
}

async fn shown(client: &Client, room: &Value, is_there: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..2_000 {
        let now = client.get(&path(room, "")).await.json();
        if is_there(&now) {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!(
        "it never comes to that: {}",
        client.get(&path(room, "")).await.text
    );
}

/// The agent's browser is in.
async fn entered(client: &Client, board: &Switchboard) -> Value {
    let room = open(client).await;
    let joined = join(client, &room).await;
    knock(board, &joined, AGENT_LEG, room["id"].as_str().unwrap()).await;
    report(board, &room, "1", "participant-join", AGENT_LEG, "agent-1").await;
    shown(client, &room, |room| room["browser"]["connected"] == true).await
}

#[tokio::test]
async fn a_browser_gets_a_token_and_a_ticket_in_place_of_an_answer() {
    let (floor, _board) = bridging("https://api.twilio.com").await;
    let admin = floor.admin().await;
    let room = open(&admin).await;
    assert_eq!(room["bridge"], "carrier");
    let controls = json!(["mute", "hold", "digits", "clips", "pause_recording"]);
    assert_eq!(room["controls"], controls);
    let joined = join(&admin, &room).await;
    assert_eq!(
        (
            &joined["participant_id"],
            &joined["sdp_answer"],
            &joined["ice_servers"]
        ),
        (&json!("agent"), &Value::Null, &json!([]))
    );
    let door = &joined["carrier"];
    assert_eq!(
        (&door["kind"], &door["signalling"]),
        (&json!("twilio"), &Value::Null)
    );
    assert_eq!(door["parameters"]["room"], room["id"]);
    let claims = claims(&door["access_token"]);
    assert_eq!(claims["iss"], format!("SK{}", "1".repeat(32)));
    let outgoing = &claims["grants"]["voice"]["outgoing"];
    assert_eq!(outgoing["application_sid"], format!("AP{}", "2".repeat(32)));
    assert_eq!(outgoing["params"], door["parameters"]);
    assert!(claims["grants"]["voice"].get("incoming").is_none());

    let again = join(&admin, &room).await;
    assert_ne!(
        again["carrier"]["parameters"]["ticket"],
        door["parameters"]["ticket"]
    );
    let agent = floor.agent().await;
    let other = agent.post(&path(&room, "/join"), &json!({})).await;
    assert_eq!(other.problem(), "room.seat_taken");
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn a_room_here_needs_an_offer() {
    let floor = Floor::new().await;
    let board = Switchboard::on(&floor);
    open_floor(&floor.test.app).unwrap();
    let base = format!("http://{ADDRESS}");
    floor.test.app.engine.accounts().set_base(&board.account, &base);
    let admin = floor.admin().await;
    let room = open(&admin).await;
    assert_eq!(room["bridge"], "media");
    assert!(room["controls"].as_array().unwrap().contains(&json!("stop_clip")));
    let refused = admin.post(&path(&room, "/join"), &json!({})).await;
    assert_eq!(refused.expect_status(422).problem(), "room.offer_missing");
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn the_door_opens_for_a_signed_request_with_an_unused_ticket_alone() {
    let (floor, board) = bridging("http://127.0.0.1:9").await;
    let admin = floor.admin().await;
    let room = open(&admin).await;
    let name = room["id"].as_str().unwrap();
    let joined = join(&admin, &room).await;
    assert_eq!(joined["carrier"]["signalling"], "ws://127.0.0.1:9/signal");
    let ticket = joined["carrier"]["parameters"]["ticket"].as_str().unwrap();
    let form = format!("CallSid={AGENT_LEG}&From=client%3Ax&room={name}&ticket={ticket}");
    let forged = board.send_signed(&door_path(&board), form, "c2lnbmF0dXJl").await;
    assert_eq!(forged.expect_status(403).problem(), "webhook.signature");

    let way = knock(&board, &joined, AGENT_LEG, name).await;
    for part in [
        "<Conference ",
        "participantLabel=\"agent-1\"",
        "beep=\"false\"",
        "waitUrl=\"\"",
        "startConferenceOnEnter=\"true\"",
        "endConferenceOnExit=\"false\"",
        "statusCallbackEvent=\"start end join leave mute hold\"",
        &format!(">{name}</Conference>"),
    ] {
        assert!(way.text.contains(part), "{part}: {}", way.text);
    }
    let reused = knock(&board, &joined, "CA000000000000000000000000000000bb", name).await;
    assert!(
        reused.text.contains("<Say") && reused.text.contains("<Hangup"),
        "{}",
        reused.text
    );
    assert!(!reused.text.contains("Conference"));

    let other = floor.agent().await;
    let others = open_other(&other).await;
    let fresh = join(&admin, &room).await;
    let elsewhere = knock(
        &board,
        &fresh,
        "CA000000000000000000000000000000cc",
        others["id"].as_str().unwrap(),
    );
    assert!(
        elsewhere.await.text.contains("<Hangup"),
        "a ticket leads into its own room"
    );

    let fresh = join(&admin, &room).await;
    admin
        .post(&path(&room, "/end"), &json!({}))
        .await
        .expect_status(200);
    let late = knock(&board, &fresh, "CA000000000000000000000000000000dd", name).await;
    assert!(late.text.contains("<Hangup"), "the room is over");
    close_floor(&floor.test.app).await;
}

async fn open_other(client: &Client) -> Value {
    let answer = client
        .post("/api/v1/rooms", &json!({ "to": "+12122000002" }))
        .await;
    answer.expect_status(201).json()
}

#[tokio::test]
async fn the_callee_is_rung_into_the_conference_once_the_browser_is_in_it() {
    let (floor, board) = bridging("https://api.twilio.com").await;
    let admin = floor.admin().await;
    let room = open(&admin).await;
    let joined = join(&admin, &room).await;
    knock(&board, &joined, AGENT_LEG, room["id"].as_str().unwrap()).await;
    assert_eq!(board.orders(), 0);
    report(&board, &room, "1", "participant-join", AGENT_LEG, "agent-1").await;
    // Told twice, it is one join.
    report(&board, &room, "1", "participant-join", AGENT_LEG, "agent-1").await;
    shown(&admin, &room, |_| board.orders() == 1).await;
    let leg = "CA00000000000000000000000000000001";
    let twiml = board.ordered(leg, "Twiml");
    assert!(twiml.contains("participantLabel=\"callee\""), "{twiml}");
    assert!(twiml.contains(&format!(">{}</Conference>", room["id"].as_str().unwrap())));
    board.report(leg, "ringing", "1", &[]).await.expect_status(204);
    board
        .report(leg, "in-progress", "2", &[])
        .await
        .expect_status(204);
    report(&board, &room, "2", "participant-join", leg, "callee").await;
    let talking = shown(&admin, &room, |room| room["state"] == "connected").await;
    assert_eq!(talking["phone"]["connected"], true);
    assert!(talking["quality"].is_null());
    board
        .report(leg, "completed", "3", &[("CallDuration", "5")])
        .await
        .expect_status(204);
    let over = shown(&admin, &room, |room| room["state"] == "ended").await;
    assert_eq!(over["end_reason"], "call_over");
    let ended = (format!("{CONFERENCE}.json"), "Status=completed".to_owned());
    for _ in 0..2_000 {
        if board.about_conferences().contains(&ended) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(board.about_conferences().contains(&ended));
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn controls_are_followed_or_refused_with_a_code() {
    let (floor, board) = bridging("https://api.twilio.com").await;
    let admin = floor.admin().await;
    let room = entered(&admin, &board).await;
    let muted = admin
        .post(&path(&room, "/mute"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(muted["muted"], true);
    let asked = board.about_conferences().pop().unwrap();
    assert_eq!(asked.0, format!("{CONFERENCE}/Participants/{AGENT_LEG}.json"));
    assert_eq!(asked.1, "Muted=true");
    let early = admin.post(&path(&room, "/hold"), &json!({})).await;
    assert_eq!(early.problem(), "room.not_ready");
    let stop = admin.post(&path(&room, "/stop-clip"), &json!({})).await;
    assert_eq!(stop.expect_status(409).problem(), "room.control_absent");
    let pause = admin
        .post(&path(&room, "/recording"), &json!({ "paused": true }))
        .await;
    assert_eq!(
        pause.expect_status(200).json()["recording"],
        "off",
        "nothing is recorded here"
    );
    let agent = floor.agent().await;
    let foreign = agent.post(&path(&room, "/mute"), &json!({})).await;
    assert_eq!(foreign.problem(), "room.seat_taken");
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn what_is_played_is_there_for_the_carrier_while_the_room_lives() {
    let (floor, board) = bridging("https://api.twilio.com").await;
    let admin = floor.admin().await;
    let room = entered(&admin, &board).await;
    shown(&admin, &room, |_| board.orders() == 1).await;
    let leg = "CA00000000000000000000000000000001";
    board
        .report(leg, "in-progress", "2", &[])
        .await
        .expect_status(204);
    report(&board, &room, "2", "participant-join", leg, "callee").await;
    shown(&admin, &room, |room| room["phone"]["connected"] == true).await;

    let address = |form: &str, field: &str| {
        let found = url::form_urlencoded::parse(form.as_bytes()).find(|(name, _)| name == field);
        let url = found.unwrap().1.into_owned();
        url.strip_prefix(&format!("http://{ADDRESS}")).unwrap().to_owned()
    };
    admin
        .post(&path(&room, "/hold"), &json!({}))
        .await
        .expect_status(200);
    let music = address(&board.about_conferences().pop().unwrap().1, "HoldUrl");
    let stranger = floor.test.stranger();
    let document = stranger.get(&music).await.expect_status(200);
    assert!(document.text.contains("<Play loop=\"0\">"), "{}", document.text);
    let file = stranger.get(&format!("{music}.wav")).await.expect_status(200);
    assert_eq!(file.headers["content-type"], "audio/wav");
    admin
        .post(&path(&room, "/unhold"), &json!({}))
        .await
        .expect_status(200);

    let keys = json!({ "digits": "1#" });
    admin
        .post(&path(&room, "/digits"), &keys)
        .await
        .expect_status(200);
    let asked = board.about_conferences().pop().unwrap();
    assert_eq!(asked.0, format!("{CONFERENCE}/Participants/{leg}.json"));
    let digits = address(&asked.1, "AnnounceUrl");
    let document = stranger.get(&digits).await.expect_status(200);
    assert!(document.text.contains("digits=\"1#\""), "{}", document.text);
    let guessed = format!("/media/sound/{}", "0".repeat(64));
    stranger.get(&guessed).await.expect_status(404);
    stranger.get(&format!("{digits}.wav")).await.expect_status(404);

    admin
        .post(&path(&room, "/end"), &json!({}))
        .await
        .expect_status(200);
    for gone in [&music, &digits] {
        stranger.get(gone).await.expect_status(404);
    }
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn the_page_may_reach_the_carrier_only_where_it_is_needed() {
    let floor = Floor::new().await;
    let policy = async || {
        let page = floor.test.stranger().get("/dial").await.expect_status(200);
        page.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert!(policy().await.contains("connect-src 'self';"));
    Switchboard::bridging(&floor, "https://api.twilio.com");
    let wider = policy().await;
    assert!(
        wider.contains("connect-src 'self' https://*.twilio.com wss://*.twilio.com;"),
        "{wider}"
    );
    assert!(wider.contains("script-src 'self';"));
    Switchboard::bridging(&floor, "http://127.0.0.1:4010");
    assert!(policy().await.contains("connect-src 'self' ws://127.0.0.1:4010;"));
}

#[tokio::test]
async fn the_cold_call_dialler_gets_its_token() {
    let (floor, board) = bridging("https://api.twilio.com").await;
    let admin = floor.admin().await;
    let api = "/aicallgo/api/v1/cold-call";
    let conference = admin
        .post(&format!("{api}/initiate"), &json!({ "to_phone": MARIA }))
        .await;
    let conference = conference.expect_status(201).json();
    let grants = &claims(&conference["access_token"])["grants"];
    assert_eq!(
        grants["voice"]["outgoing"]["params"]["room"],
        conference["conference_sid"]
    );
    let wish =
        json!({ "conference_id": conference["conference_id"], "client_id": "admin-1", "provider": "twilio" });
    let joined = admin
        .post(&format!("{api}/webrtc-join"), &wish)
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&joined["participant_sid"], &joined["sdp_answer"]),
        (&json!("agent"), &Value::Null)
    );
    assert_eq!(joined["parameters"]["room"], conference["conference_sid"]);

    // A client that sends nothing of its own comes in by what its token says.
    let as_room =
        json!({ "carrier": { "access_token": joined["access_token"], "parameters": joined["parameters"] } });
    let room = json!({ "id": conference["conference_sid"] });
    let way = knock(&board, &as_room, AGENT_LEG, room["id"].as_str().unwrap()).await;
    assert!(way.text.contains("<Conference"), "{}", way.text);
    report(&board, &room, "1", "participant-join", AGENT_LEG, "agent-1").await;
    shown(&admin, &room, |room| room["browser"]["connected"] == true).await;
    let sid = &conference["conference_sid"];
    let mute = json!({ "conference_sid": sid, "participant_sid": "agent", "action": "mute" });
    let muted = admin
        .post(&format!("{api}/control/mute"), &mute)
        .await
        .expect_status(200)
        .json();
    assert_eq!(muted["muted"], true);
    let status = admin
        .get(&format!("{api}/status/{}", sid.as_str().unwrap()))
        .await
        .json();
    assert_eq!(status["participants"][0]["participant_sid"], "agent");
    let stop = json!({ "conference_sid": sid, "action": "stop" });
    let stop = admin.post(&format!("{api}/control/audio-playback"), &stop).await;
    assert_eq!(stop.expect_status(409).json()["error"]["code"], "CONTROL_ERROR");
    let hangup = admin
        .post(&format!("{api}/direct/hangup"), &json!({ "call_id": "DIRECT_1" }))
        .await;
    hangup.expect_status(501);
    let end = admin
        .post(&format!("{api}/end"), &json!({ "conference_sid": sid }))
        .await;
    end.expect_status(200);
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn a_seat_of_a_campaign_is_a_conference_of_its_own() {
    let (floor, board) = bridging("https://api.twilio.com").await;
    let seats = floor.test.app.engine.seats().unwrap();
    let campaign = outdial_domain::ids::CampaignId::from_bits(1);
    let rules = outdial_engine::SeatRules {
        name: "Spring".to_owned(),
        policy: outdial_domain::seat::Policy::default(),
    };
    seats.open_campaign(&floor.test.workspace, &campaign, rules);
    let agent = floor.agent().await;
    let wish = json!({ "campaign_id": campaign });
    let seat = agent.post("/api/v1/seats", &wish).await.expect_status(201).json();
    assert_eq!(seat["audio"], "carrier");
    let name = seat["id"].as_str().unwrap();
    let at = |what: &str| format!("/api/v1/seats/{name}{what}");
    let joined = agent
        .post(&at("/join"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(joined["sdp_answer"], Value::Null);
    assert_eq!(joined["carrier"]["parameters"]["room"], name);
    let way = knock(&board, &joined, AGENT_LEG, name).await;
    assert!(
        way.text.contains(&format!(">{name}</Conference>")),
        "{}",
        way.text
    );
    assert!(
        !way.text.contains("room?call="),
        "it belongs to no call: {}",
        way.text
    );
    let told = format!("/webhooks/twilio/{}/room", board.account);
    let form = [
        ("ConferenceSid", CONFERENCE),
        ("FriendlyName", name),
        ("StatusCallbackEvent", "participant-join"),
        ("SequenceNumber", "1"),
        ("CallSid", AGENT_LEG),
        ("ParticipantLabel", "agent-1"),
        ("Muted", "false"),
        ("Hold", "false"),
    ];
    board.send(&told, &form).await.expect_status(204);
    super::floor::until(&agent, &at(""), |seat| seat["browser"]["connected"] == true).await;
    let muted = agent
        .post(&at("/mute"), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(muted["muted"], true);
    let asked = board.about_conferences().pop().unwrap();
    assert_eq!(asked.0, format!("{CONFERENCE}/Participants/{AGENT_LEG}.json"));
    let other = floor.admin().await;
    let foreign = other.post(&at("/join"), &json!({})).await;
    assert_eq!(foreign.problem(), "seat.not_yours");
    close_floor(&floor.test.app).await;
}
