//! Rooms over HTTP: who may be in which one, and what the door for carriers' streams lets in.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::Method;
use futures_util::{SinkExt as _, StreamExt as _};
use outdial_domain::ids::{CallId, RecordingId};
use outdial_server::http::auth::Role;
use outdial_server::serve::{close_floor, open_floor};
use outdial_store::RecordingRow;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::floor::{Floor, MARIA, id_of};
use super::switchboard::Switchboard;
use crate::app::ADDRESS;
use crate::client::Client;

/// A server whose carrier account can carry audio.
async fn talking() -> (Floor, Switchboard) {
    let floor = Floor::new().await;
    let board = Switchboard::on(&floor);
    open_floor(&floor.test.app).unwrap();
    let base = format!("http://{ADDRESS}");
    floor.test.app.engine.accounts().set_base(&board.account, &base);
    (floor, board)
}

async fn open(client: &Client, to: &str) -> Value {
    let answer = client.post("/api/v1/rooms", &json!({ "to": to })).await;
    answer.expect_status(201).json()
}

fn path(room: &Value, what: &str) -> String {
    format!("/api/v1/rooms/{}{what}", room["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_room_is_one_persons_and_a_person_is_in_one_room() {
    let (floor, _board) = talking().await;
    let (admin, agent) = (floor.admin().await, floor.agent().await);
    let session = admin.get("/api/v1/session").await.json();
    assert_eq!(session["cold_call"], true);

    let room = open(&admin, MARIA).await;
    assert_eq!(room["state"], "opening");
    assert_eq!(
        room["call"],
        Value::Null,
        "nobody is rung before the browser is in"
    );
    let again = admin.post("/api/v1/rooms", &json!({ "to": MARIA })).await;
    assert_eq!(again.problem(), "room.already_in_one");
    assert_eq!(again.json()["errors"][0]["message"], room["id"]);

    let offer = json!({ "client_id": "x", "sdp_offer": "v=0" });
    let other = agent.post(&path(&room, "/join"), &offer).await;
    assert_eq!(other.problem(), "room.seat_taken");
    let broken = admin.post(&path(&room, "/join"), &offer).await;
    assert_eq!(broken.expect_status(422).problem(), "room.offer");
    let early = admin.post(&path(&room, "/mute"), &json!({})).await;
    assert_eq!(early.problem(), "room.not_ready");
    let foreign = agent.post(&path(&room, "/mute"), &json!({})).await;
    assert_eq!(foreign.problem(), "room.seat_taken");
    let current = admin.get("/api/v1/rooms/current").await.json();
    assert_eq!(current["room"]["id"], room["id"]);

    for _ in 0..2 {
        let ended = admin.post(&path(&room, "/end"), &json!({})).await;
        let ended = ended.expect_status(200).json();
        assert_eq!(
            (&ended["state"], &ended["end_reason"]),
            (&json!("ended"), &json!("asked"))
        );
    }
    let late = admin.post(&path(&room, "/join"), &offer).await;
    assert_eq!(late.problem(), "room.ended");
    let current = admin.get("/api/v1/rooms/current").await.json();
    assert_eq!(current["room"], Value::Null);
    open(&admin, MARIA).await;
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn a_repeated_request_opens_one_room() {
    let (floor, _board) = talking().await;
    let admin = floor.admin().await.with_header("idempotency-key", "dial-1");
    let (first, second) = (open(&admin, MARIA).await, open(&admin, MARIA).await);
    assert_eq!(first["id"], second["id"]);
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn two_people_never_call_the_same_lead() {
    let (floor, _board) = talking().await;
    let (admin, agent) = (floor.admin().await, floor.agent().await);
    let list = admin
        .with_header("content-type", "text/csv")
        .send(
            Method::POST,
            "/api/v1/lists",
            Body::from("name,company,phone\nMaria,,+12122000001\n"),
        )
        .await;
    list.expect_status(201);
    let leads = admin.get("/api/v1/leads").await.json();
    let lead = json!({ "lead_id": leads["items"][0]["id"] });

    let room = admin.post("/api/v1/rooms", &lead).await.expect_status(201).json();
    assert_eq!(room["lead"]["held_by"]["name"], "admin");
    let other = agent.post("/api/v1/rooms", &lead).await;
    assert_eq!(other.problem(), "lead.held");
    admin
        .post(&path(&room, "/end"), &json!({}))
        .await
        .expect_status(200);
    agent.post("/api/v1/rooms", &lead).await.expect_status(201);
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn what_the_rules_refuse_is_not_opened() {
    let (floor, _board) = talking().await;
    let admin = floor.admin().await;
    let listed = admin.post("/api/v1/dnc", &json!({ "numbers": [MARIA] })).await;
    assert!(listed.status.is_success(), "{}", listed.text);
    let refused = admin.post("/api/v1/rooms", &json!({ "to": MARIA })).await;
    let refused = refused.expect_status(422);
    assert_eq!(refused.problem(), "call.refused");
    assert_eq!(refused.json()["errors"][0]["code"], "do_not_call");
    assert_eq!(
        admin.get("/api/v1/rooms/current").await.json()["room"],
        Value::Null
    );
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn without_audio_nobody_can_be_talked_to() {
    let floor = Floor::new().await;
    let admin = floor.admin().await;
    let refused = admin.post("/api/v1/rooms", &json!({ "to": MARIA })).await;
    assert_eq!(refused.expect_status(409).problem(), "room.no_audio");
    assert_eq!(admin.get("/api/v1/session").await.json()["cold_call"], false);
}

/// The way in for carriers' streams, on a port.
struct Door {
    address: SocketAddr,
    url: String,
    signature: String,
    _open: DropGuard,
}

type Socket = WebSocketStream<TcpStream>;

impl Door {
    async fn of(floor: &Floor, board: &Switchboard) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let serving = outdial_server::listener::serve(listener, floor.test.router.clone(), stop.clone());
        TaskTracker::new().spawn(serving);
        let url = format!("ws://{ADDRESS}/media/stream/{}", board.account);
        Self {
            address,
            signature: board.sign_url(&url),
            url,
            _open: stop.drop_guard(),
        }
    }

    async fn knock(&self, signature: Option<&str>) -> Result<Socket, Error> {
        let mut request = self.url.clone().into_client_request().unwrap();
        if let Some(signature) = signature {
            request
                .headers_mut()
                .insert("x-twilio-signature", signature.parse().unwrap());
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await?;
        Ok(socket)
    }

    /// Sends this to a stream that has just been opened; how it is ended.
    async fn ended_by(&self, messages: impl IntoIterator<Item = Message>) -> Option<u16> {
        let mut socket = self.knock(Some(&self.signature)).await.unwrap();
        for message in messages {
            // The other side may have had enough before everything was sent.
            let _ = socket.send(message).await;
        }
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}

fn text(message: &Value) -> Message {
    Message::Text(message.to_string().into())
}

fn start(token: &str) -> [Message; 2] {
    let call = CallId::from_bits(5).to_string();
    [
        text(&json!({ "event": "connected", "protocol": "Call", "version": "1.0.0" })),
        text(
            &json!({ "event": "start", "sequenceNumber": "1", "streamSid": "MZ1", "start": {
                "streamSid": "MZ1", "accountSid": "AC1", "callSid": "CA1", "tracks": ["inbound"],
                "mediaFormat": { "encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1 },
                "customParameters": { "call": call, "token": token },
            }}),
        ),
    ]
}

#[tokio::test]
async fn a_stream_is_let_in_by_signature_and_token_alone() {
    let (floor, board) = talking().await;
    let door = Door::of(&floor, &board).await;
    for wrong in [None, Some("c2lnbmF0dXJl")] {
        let Err(Error::Http(answer)) = door.knock(wrong).await else {
            panic!("a stranger came in")
        };
        assert_eq!(answer.status(), 403);
    }
    assert_eq!(door.ended_by(start(&"0".repeat(64))).await, Some(1008));
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn a_stream_that_says_something_else_or_too_much_is_ended_and_others_are_served() {
    let (floor, board) = talking().await;
    let door = Door::of(&floor, &board).await;
    let hello = || text(&json!({ "event": "connected", "protocol": "Call", "version": "1.0.0" }));
    assert_eq!(door.ended_by([Message::Text("{".into())]).await, Some(1002));
    assert_eq!(
        door.ended_by([Message::Binary(vec![0; 160].into())]).await,
        Some(1002)
    );
    let much = "x".repeat(1024 * 1024);
    for flood in [Message::Text(much.clone().into()), Message::Binary(much.into())] {
        let ended = door.ended_by([hello(), flood]).await;
        assert_ne!(ended, Some(1000), "it is cut off");
    }
    assert_eq!(door.ended_by(start("no token")).await, Some(1008));
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn a_recording_is_heard_in_parts_by_those_who_may() {
    let (floor, _board) = talking().await;
    let test = &floor.test;
    let folder = test.app.config.data_dir.join("recordings");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("talk.wav"), b"0123456789").unwrap();
    let id = RecordingId::from_bits(9);
    let row = RecordingRow {
        id: id.clone(),
        call_id: CallId::from_bits(9),
        file: "talk.wav".to_owned(),
        channels: 2,
        started_at: test.app.now(),
        duration_ms: Some(1_000),
        bytes: Some(10),
    };
    let rows = test.app.workspace(&test.workspace);
    rows.write(move |tx| tx.recordings().put(&row)).await.unwrap();

    let path = format!("/api/v1/recordings/{id}");
    let agent = floor.agent().await;
    let part = agent.with_header("range", "bytes=2-4").get(&path).await;
    let part = part.expect_status(206);
    assert_eq!(
        (part.text.as_str(), &part.headers["content-type"]),
        ("234", &"audio/wav".parse().unwrap())
    );
    assert_eq!(part.headers["content-range"], "bytes 2-4/10");
    test.stranger().get(&path).await.expect_status(401);
    let unknown = format!("/api/v1/recordings/{}", RecordingId::from_bits(10));
    assert_eq!(agent.get(&unknown).await.problem(), "recording.not_found");
    close_floor(&test.app).await;
}

#[tokio::test]
async fn clips_come_go_and_must_be_sound() {
    let (floor, _board) = talking().await;
    let manager = floor.test.signed_in(Role::Manager).await;
    let send = |body: Vec<u8>| {
        let client = manager.with_header("content-type", "audio/wav");
        async move {
            client
                .send(Method::POST, "/api/v1/clips?name=Hello", Body::from(body))
                .await
        }
    };
    let refused = send(b"RIFF nonsense".to_vec()).await;
    assert_eq!(refused.expect_status(422).problem(), "clip.unreadable");
    let clip = send(wav(8_000)).await.expect_status(201).json();
    assert_eq!(
        (&clip["name"], &clip["duration_ms"]),
        (&json!("Hello"), &json!(1_000))
    );
    let listed = floor.agent().await.get("/api/v1/clips").await.json();
    assert_eq!(listed["items"], json!([clip]));
    let path = format!("/api/v1/clips/{}", id_of(&clip));
    let sound = format!("{path}/sound");
    let agent = floor.agent().await.with_header("range", "bytes=0-3");
    let head = agent.get(&sound).await.expect_status(206);
    assert_eq!(
        (head.text.as_str(), &head.headers["content-type"]),
        ("RIFF", &"audio/wav".parse().unwrap())
    );
    floor.test.stranger().get(&sound).await.expect_status(401);
    manager.delete(&path).await.expect_status(204);
    assert_eq!(manager.delete(&path).await.problem(), "clip.not_found");
    assert_eq!(manager.get(&sound).await.problem(), "clip.not_found");
    close_floor(&floor.test.app).await;
}

/// A second of silence at 8 kHz, 16 bit, for 8,000 samples.
fn wav(samples: u32) -> Vec<u8> {
    let bytes = samples * 2;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(8_000_u32.to_le_bytes());
    file.extend(16_000_u32.to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(vec![0; bytes as usize]);
    file
}

const COLD_CALL: &str = "/aicallgo/api/v1/cold-call";

async fn failure(client: &Client, path: &str, body: &Value) -> (u16, String) {
    let answer = client.post(&format!("{COLD_CALL}{path}"), body).await;
    let code = answer.json()["error"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status.as_u16(), code)
}

#[tokio::test]
async fn a_number_that_is_asked_for_twice_at_once_is_one_conference() {
    let (floor, _board) = talking().await;
    let admin = floor.admin().await;
    let made = admin
        .post("/api/v1/api-keys", &json!({ "name": "crm", "role": "agent" }))
        .await;
    let made = made.expect_status(201).json();
    let program = floor.test.stranger().with_key(made["key"].as_str().unwrap());
    for asker in [admin, program] {
        let initiate = async || {
            let body = json!({ "to_phone": MARIA });
            let answer = asker.post(&format!("{COLD_CALL}/initiate"), &body).await;
            answer.expect_status(201).json()["conference_sid"].clone()
        };
        let (one, two, three) = tokio::join!(initiate(), initiate(), initiate());
        assert_eq!(one, two);
        assert_eq!(one, three);
        let end = json!({ "conference_sid": one });
        let ended = asker.post(&format!("{COLD_CALL}/end"), &end).await;
        ended.expect_status(200);
    }
    close_floor(&floor.test.app).await;
}

#[tokio::test]
async fn the_cold_call_dialler_finds_its_contract() {
    let (floor, _board) = talking().await;
    let admin = floor.admin().await;
    for (body, status, code) in [
        (json!({ "to_phone": "2122000001" }), 400, "INVALID_PHONE_FORMAT"),
        (
            json!({ "to_phone": MARIA, "provider": "sip" }),
            501,
            "PROVIDER_NOT_SUPPORTED",
        ),
        (
            json!({ "to_phone": MARIA, "provider": "Telnyx" }),
            501,
            "PROVIDER_NOT_IMPLEMENTED",
        ),
        (json!({}), 422, "VALIDATION_ERROR"),
    ] {
        assert_eq!(
            failure(&admin, "/initiate", &body).await,
            (status, code.to_owned()),
            "{body}"
        );
    }
    let initiate = async |client: &Client| {
        let answer = client
            .post(&format!("{COLD_CALL}/initiate"), &json!({ "to_phone": MARIA }))
            .await;
        answer.expect_status(201).json()
    };
    let conference = initiate(&admin).await;
    assert_eq!(initiate(&admin).await, conference, "a double click is one call");
    assert_eq!(
        (&conference["status"], &conference["provider"]),
        (&json!("initiated"), &json!("twilio"))
    );
    for name in ["conference_sid", "conference_id"] {
        let name = conference[name].as_str().unwrap();
        let status = admin
            .get(&format!("{COLD_CALL}/status/{name}"))
            .await
            .expect_status(200)
            .json();
        assert_eq!(
            (&status["status"], &status["participant_count"]),
            (&json!("init"), &json!(0))
        );
    }
    let sid = &conference["conference_sid"];
    let nobody = json!({ "conference_sid": sid, "participant_sid": "x", "action": "mute" });
    assert_eq!(
        failure(&admin, "/control/mute", &nobody).await.1,
        "PARTICIPANT_NOT_FOUND"
    );
    let agent = floor.agent().await;
    let foreign = json!({ "conference_sid": sid });
    assert_eq!(
        failure(&agent, "/end", &foreign).await,
        (404, "CONFERENCE_NOT_FOUND".to_owned())
    );
    let offer = json!({ "conference_id": sid, "client_id": "admin-1", "sdp_offer": "v=0" });
    assert_eq!(
        failure(&admin, "/webrtc-join", &offer).await,
        (422, "WEBRTC_ERROR".to_owned())
    );
    let ended = admin
        .post(&format!("{COLD_CALL}/end"), &foreign)
        .await
        .expect_status(200)
        .json();
    assert_eq!(
        (&ended["success"], &ended["status"]),
        (&json!(true), &json!("completed"))
    );
    let hangup = failure(&admin, "/direct/hangup", &json!({ "call_id": "DIRECT_1" })).await;
    assert_eq!(hangup, (501, "PROVIDER_NOT_IMPLEMENTED".to_owned()));
    let stranger = failure(&floor.test.stranger(), "/initiate", &json!({ "to_phone": MARIA })).await;
    assert_eq!(stranger, (401, "UNAUTHORIZED".to_owned()));
    for _ in 0..4 {
        failure(&admin, "/initiate", &json!({})).await;
    }
    assert_eq!(
        failure(&admin, "/initiate", &json!({})).await,
        (429, "RATE_LIMITED".to_owned())
    );
    close_floor(&floor.test.app).await;
}
