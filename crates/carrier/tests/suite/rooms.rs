//! Conferences as rooms: what is asked of Twilio, and what its reports mean.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use outdial_carrier::http::{BodySink, HttpTransport};
use outdial_carrier::{
    Carrier, CarrierEvent, CommandError, LegRef, News, PassWish, ReportKind, RoomLeg, RoomNews, RoomRef,
    RoomSeat, SeatChange, WebhookError,
};
use outdial_domain::call::{Policy, Treatment};
use serde_json::{Map, Value, json};

use crate::bench::{
    ACCOUNT_SID, BASE_URL, NOW, account_id, call_id, carrier, carrier_with, config, form, form_request,
    order, signed_form, webhook,
};
use crate::scripted::{Answer, SID, Scripted, call_json, lost, twilio_error};

pub const API_KEY: &str = "SK00000000000000000000000000000002";
pub const API_SECRET: &str = "quite-secret";
pub const APPLICATION: &str = "AP00000000000000000000000000000003";
const ROOM: &str = "CF00000000000000000000000000000004";
const IDENTITY: &str = "usr_1__room_2";

pub fn bridged() -> Map<String, Value> {
    let mut bridged = config();
    for (key, value) in [
        ("bridge", "carrier"),
        ("api_key", API_KEY),
        ("api_secret", API_SECRET),
        ("twiml_app_sid", APPLICATION),
    ] {
        bridged.insert(key.to_owned(), json!(value));
    }
    bridged
}

fn bridging(transport: Arc<dyn HttpTransport>) -> Arc<dyn Carrier> {
    carrier_with(&bridged(), transport)
}

fn seat() -> RoomSeat {
    RoomSeat {
        room: RoomRef(ROOM.to_owned()),
        leg: LegRef(SID.to_owned()),
    }
}

fn ok() -> Answer {
    Answer::Json(200, "{}".to_owned())
}

/// A token for the usual browser, as a bare text.
pub fn token() -> String {
    let wish = PassWish {
        identity: IDENTITY,
        parameters: &[("room", "room_2"), ("ticket", "t")],
        now: NOW,
        ttl_s: 600,
    };
    let carrier = bridging(Scripted::new([]));
    let pass = carrier.rooms().unwrap().browser_pass(&wish);
    pass.access_token.reveal().to_owned()
}

fn part(text: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

#[test]
fn rooms_are_there_only_where_the_account_is_set_to_meet_in_them() {
    assert!(carrier(Scripted::new([])).rooms().is_none());
    assert!(bridging(Scripted::new([])).rooms().is_some());
}

#[test]
fn a_token_says_who_may_call_what_until_when() {
    let token = token();
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    assert_eq!(
        part(parts[0]),
        json!({ "alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1" })
    );
    let issued_at = NOW.0 / 1_000_000;
    assert_eq!(
        part(parts[1]),
        json!({
            "jti": format!("{API_KEY}-{issued_at}"), "iss": API_KEY, "sub": ACCOUNT_SID, "exp": issued_at + 600,
            "grants": { "identity": IDENTITY, "voice": { "outgoing": {
                "application_sid": APPLICATION, "params": { "room": "room_2", "ticket": "t" },
            } } },
        })
    );
}

#[test]
fn browsers_go_to_twilio_or_to_the_server_that_stands_in_for_it() {
    let of = |base: &str| {
        let mut config = bridged();
        config.insert("api_base".to_owned(), json!(base));
        let carrier = carrier_with(&config, Scripted::new([]));
        let rooms = carrier.rooms().unwrap();
        let wish = PassWish {
            identity: IDENTITY,
            parameters: &[],
            now: NOW,
            ttl_s: 60,
        };
        (rooms.browser_pass(&wish).signalling, rooms.browser_sources())
    };
    let twilio = vec!["https://*.twilio.com".to_owned(), "wss://*.twilio.com".to_owned()];
    assert_eq!(of("https://api.twilio.com"), (None, twilio.clone()));
    assert_eq!(of("https://api.dublin.ie1.twilio.com"), (None, twilio));
    for (base, origin) in [
        ("http://127.0.0.1:4010", "ws://127.0.0.1:4010"),
        ("https://sandbox.example", "wss://sandbox.example"),
        ("https://nottwilio.com", "wss://nottwilio.com"),
    ] {
        let (signalling, sources) = of(base);
        assert_eq!(signalling, Some(format!("{origin}/signal")));
        assert_eq!(sources, [origin]);
    }
}

#[tokio::test]
async fn a_leg_is_muted_held_and_taken_out() {
    let music = format!("{BASE_URL}/media/sound/abc");
    let hold = SeatChange::Hold {
        music_url: Some(music.clone()),
    };
    for (change, body) in [
        (SeatChange::Mute, form(&[("Muted", "true")])),
        (SeatChange::Unmute, form(&[("Muted", "false")])),
        (SeatChange::Hold { music_url: None }, form(&[("Hold", "true")])),
        (SeatChange::Unhold, form(&[("Hold", "false")])),
        (
            hold,
            form(&[("Hold", "true"), ("HoldUrl", &music), ("HoldMethod", "GET")]),
        ),
    ] {
        let network = Scripted::new([ok()]);
        let carrier = bridging(network.clone());
        carrier.rooms().unwrap().change(&seat(), &change).await.unwrap();
        let request = network.only_request();
        assert!(
            request
                .url
                .ends_with(&format!("/Conferences/{ROOM}/Participants/{SID}.json"))
        );
        assert_eq!(String::from_utf8_lossy(&request.body), body.replace('+', "%20"));
    }
    let network = Scripted::new([Answer::Json(204, String::new())]);
    let carrier = bridging(network.clone());
    carrier.rooms().unwrap().remove(&seat()).await.unwrap();
    assert_eq!(network.only_request().method, Method::DELETE);
    let gone = bridging(Scripted::new([twilio_error(404, 20_404)]));
    assert_eq!(gone.rooms().unwrap().remove(&seat()).await, Ok(()));
    let gone = bridging(Scripted::new([twilio_error(404, 20_404)]));
    let refused = gone.rooms().unwrap().change(&seat(), &SeatChange::Mute).await;
    assert!(matches!(refused, Err(CommandError::Rejected(failure)) if failure.cause == "carrier.not_found"));
}

#[tokio::test]
async fn something_is_played_once_whatever_happens_to_the_answer() {
    let url = format!("{BASE_URL}/media/sound/abc");
    let body = form(&[("AnnounceUrl", &url), ("AnnounceMethod", "GET")]);
    for (to, resource) in [
        (
            Some(LegRef(SID.to_owned())),
            format!("/Conferences/{ROOM}/Participants/{SID}.json"),
        ),
        (None, format!("/Conferences/{ROOM}.json")),
    ] {
        let network = Scripted::new([ok()]);
        let carrier = bridging(network.clone());
        let rooms = carrier.rooms().unwrap();
        rooms.announce(&seat().room, to.as_ref(), &url).await.unwrap();
        let request = network.only_request();
        assert!(request.url.ends_with(&resource), "{}", request.url);
        assert_eq!(request.body, body);
    }
    let network = Scripted::new([lost()]);
    let carrier = bridging(network.clone());
    let unsure = carrier.rooms().unwrap().announce(&seat().room, None, &url).await;
    assert!(matches!(unsure, Err(CommandError::Unavailable { .. })));
    network.only_request();
}

#[tokio::test]
async fn a_recording_holds_silence_until_it_is_resumed() {
    let leg = LegRef(SID.to_owned());
    let network = Scripted::new([ok(), ok()]);
    let carrier = bridging(network.clone());
    let rooms = carrier.rooms().unwrap();
    rooms.pause_recording(&leg).await.unwrap();
    rooms.resume_recording(&leg).await.unwrap();
    let requests = network.requests();
    for (request, body) in requests.iter().zip([
        form(&[("Status", "paused"), ("PauseBehavior", "silence")]),
        form(&[("Status", "in-progress")]),
    ]) {
        let resource = format!("/Calls/{SID}/Recordings/Twilio.CURRENT.json");
        assert!(request.url.ends_with(&resource), "{}", request.url);
        assert_eq!(request.body, body);
    }
    let unrecorded = bridging(Scripted::new([twilio_error(404, 20_404)]));
    let refused = unrecorded.rooms().unwrap().pause_recording(&leg).await;
    assert!(matches!(refused, Err(CommandError::Rejected(failure)) if failure.cause == "carrier.not_found"));
}

#[tokio::test]
async fn a_room_is_ended_and_one_that_is_over_is_no_failure() {
    for answer in [ok(), twilio_error(404, 20_404)] {
        let network = Scripted::new([answer]);
        let carrier = bridging(network.clone());
        carrier.rooms().unwrap().end(&seat().room).await.unwrap();
        assert_eq!(network.only_request().body, "Status=completed");
    }
}

#[tokio::test]
async fn who_is_in_a_room_is_found_by_its_name() {
    let over = "CF00000000000000000000000000000005";
    let conferences = json!({ "conferences": [
        { "sid": over, "friendly_name": "room_2", "status": "completed" },
        { "sid": ROOM, "friendly_name": "room_2", "status": "in-progress" },
    ] });
    let participants = json!({ "participants": [
        { "call_sid": SID, "label": "agent-1", "muted": true, "hold": false, "status": "connected" },
        { "call_sid": "CA9", "label": "callee", "muted": false, "hold": true, "status": "connected" },
        { "call_sid": "CA8", "label": null, "muted": false, "hold": false, "status": "ringing" },
    ] });
    let network = Scripted::new([
        Answer::Json(200, conferences.to_string()),
        Answer::Json(200, participants.to_string()),
    ]);
    let carrier = bridging(network.clone());
    let found = carrier.rooms().unwrap().look_up_rooms("room_2").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].room.as_str(), ROOM);
    let leg = |leg: &str, label: &str, muted, held| RoomLeg {
        leg: LegRef(leg.to_owned()),
        label: Some(label.to_owned()),
        muted,
        held,
    };
    assert_eq!(
        found[0].legs,
        [
            leg(SID, "agent-1", true, false),
            leg("CA9", "callee", false, true)
        ]
    );
    assert!(network.requests()[0].url.contains("FriendlyName=room%5F2"));
}

/// Takes all that it is given.
#[derive(Default)]
struct Sink(Vec<u8>);

#[async_trait::async_trait]
impl BodySink for Sink {
    async fn take(&mut self, piece: bytes::Bytes) -> Result<(), String> {
        self.0.extend_from_slice(&piece);
        Ok(())
    }
}

#[tokio::test]
async fn a_recording_is_fetched_from_the_api_alone() {
    let recording = "RE00000000000000000000000000000006";
    let network = Scripted::new([Answer::Json(200, "RIFF".to_owned())]);
    let carrier = carrier(network.clone());
    let mut sink = Sink::default();
    let keeper = carrier.recordings().unwrap();
    keeper.fetch_recording(recording, &mut sink).await.unwrap();
    assert_eq!(sink.0, b"RIFF");
    let request = network.only_request();
    assert_eq!(
        request.url,
        format!("https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT_SID}/Recordings/{recording}.wav")
    );
    assert!(
        request.headers["authorization"]
            .to_str()
            .unwrap()
            .starts_with("Basic ")
    );
    let missing = self::carrier(Scripted::new([twilio_error(404, 20_404)]));
    let mut sink = Sink::default();
    let missing = missing
        .recordings()
        .unwrap()
        .fetch_recording(recording, &mut sink)
        .await;
    assert!(matches!(missing, Err(CommandError::Rejected(_))) && sink.0.is_empty());
}

#[tokio::test]
async fn a_talk_is_recorded_with_each_side_on_its_own() {
    let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
    let mut order = order();
    order.policy = Policy {
        treatment: Treatment::Agent,
        record: true,
        ..Policy::default()
    };
    bridging(network.clone()).place(&order).await.unwrap();
    let body = String::from_utf8_lossy(&network.only_request().body).into_owned();
    assert!(
        body.contains("Record=true") && body.contains("RecordingChannels=dual"),
        "{body}"
    );
}

fn report(fields: &[(&str, &str)]) -> CarrierEvent {
    let common = [("ConferenceSid", ROOM), ("FriendlyName", "room_2")];
    let fields: Vec<(&str, &str)> = common.iter().chain(fields).copied().collect();
    let mut events = bridging(Scripted::new([]))
        .parse_webhook(&webhook("room", &fields))
        .unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[test]
fn reports_of_a_conference_are_read() {
    let leg = |muted, held| RoomLeg {
        leg: LegRef(SID.to_owned()),
        label: Some("agent-1".to_owned()),
        muted,
        held,
    };
    for (word, what) in [
        ("participant-join", RoomNews::Joined(leg(false, false))),
        (
            "participant-leave",
            RoomNews::Left {
                leg: LegRef(SID.to_owned()),
            },
        ),
        ("participant-mute", RoomNews::Changed(leg(true, false))),
        ("participant-unmute", RoomNews::Changed(leg(false, false))),
        ("participant-hold", RoomNews::Changed(leg(false, true))),
        ("participant-unhold", RoomNews::Changed(leg(false, false))),
        ("conference-start", RoomNews::Other),
        ("conference-end", RoomNews::Ended),
        ("something-new", RoomNews::Other),
    ] {
        let event = report(&[
            ("StatusCallbackEvent", word),
            ("CallSid", SID),
            ("ParticipantLabel", "agent-1"),
            ("Muted", "false"),
            ("Hold", "false"),
            ("SequenceNumber", "3"),
        ]);
        assert_eq!(event.kind, ReportKind::Room);
        assert_eq!(event.call_id, Some(call_id()));
        assert_eq!(
            (event.leg, event.event),
            (None, None),
            "an agent's leg is not the call's"
        );
        assert_eq!(event.dedupe_key, format!("{ROOM}:room:3"));
        let Some(News::Room(report)) = event.news else {
            panic!("{word}")
        };
        assert_eq!((report.name.as_str(), report.room.as_str()), ("room_2", ROOM));
        assert_eq!((report.sequence, report.what), (Some(3), what), "{word}");
    }
    let nobody = [
        ("ConferenceSid", ROOM),
        ("FriendlyName", "room_2"),
        ("StatusCallbackEvent", "participant-join"),
    ];
    let nobody = bridging(Scripted::new([])).parse_webhook(&webhook("room", &nobody));
    assert!(matches!(nobody, Err(WebhookError::Malformed(_))));
}

#[test]
fn a_browser_at_the_door_is_believed_by_signature_alone() {
    let url = format!("{BASE_URL}/webhooks/twilio/{}/client", account_id());
    let fields = [
        ("CallSid", SID),
        ("From", "client:usr_1__room_2"),
        ("CallStatus", "ringing"),
        ("room", "room_2"),
        ("ticket", "t"),
    ];
    let carrier = bridging(Scripted::new([]));
    let events = carrier.parse_webhook(&signed_form(&url, &form(&fields))).unwrap();
    assert_eq!(events[0].kind, ReportKind::Browser);
    assert_eq!(events[0].leg, Some(LegRef(SID.to_owned())));
    let Some(News::Browser(entry)) = &events[0].news else {
        panic!("{events:?}")
    };
    assert_eq!(entry.identity, IDENTITY);
    assert_eq!(
        (entry.room.as_deref(), entry.ticket.as_deref()),
        (Some("room_2"), Some("t"))
    );

    let forged = form_request(&url, &form(&fields), "L/OH5YylLD5NRKLltdqwSvS0BnU=");
    assert_eq!(carrier.parse_webhook(&forged), Err(WebhookError::BadSignature));
    let phone = form(&[("CallSid", SID), ("From", "+14155552671")]);
    let phone = carrier.parse_webhook(&signed_form(&url, &phone));
    assert!(matches!(phone, Err(WebhookError::Malformed(_))));
}

#[test]
fn a_recording_is_news_when_it_is_complete() {
    let told = |status: &str| {
        let fields = [
            ("CallSid", SID),
            ("RecordingSid", "RE1"),
            ("RecordingStatus", status),
            ("RecordingStartTime", "Tue, 31 Aug 2010 20:36:28 +0000"),
        ];
        let carrier = carrier(Scripted::new([]));
        carrier
            .parse_webhook(&webhook("recording", &fields))
            .unwrap()
            .remove(0)
            .news
    };
    let Some(News::Recording(report)) = told("completed") else {
        panic!("no news")
    };
    assert_eq!(report.recording, "RE1");
    assert_eq!(report.started_at.map(|at| at.0), Some(1_283_286_988_000_000));
    assert_eq!(told("in-progress"), None);
    assert_eq!(told("absent"), None);
}
