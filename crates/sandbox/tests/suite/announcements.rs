//! What is played into a conference from outside: announcements, keys and music on hold.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use outdial_sandbox::Population;

use crate::application::Application;
use crate::sound::{data, heard_tones, share, tone, wav};
use crate::stage::{Stage, config};

const PEOPLE: &str = "[[person]]\nnumber = \"+14155550110\"\nkind = \"human\"\naudio = \"tone:400\"\n\
    [[person]]\nnumber = \"+14155550111\"\nkind = \"human\"\naudio = \"tone:1000\"\n";
const NUMBERS: [&str; 2] = ["+14155550110", "+14155550111"];
/// What the people whistle, and what the file holds.
const TONES: [u32; 3] = [400, 1_000, 1_700];
const FILE: u32 = 1_700;
const DOCUMENT: &str = "<Response><Pause length=\"1\"/><Play>/clip.wav</Play></Response>";

struct Room {
    app: Arc<Application>,
    stage: Stage,
    calls: Vec<String>,
    sid: String,
}

impl Room {
    async fn of_two() -> Self {
        let app = Application::answering(|request, _| {
            let url = url::Url::parse(&request.url).unwrap();
            Ok(match url.path() {
                "/document" => (200, DOCUMENT.to_owned()),
                "/keys" => (200, "<Response><Play digits=\"5555\"/></Response>".to_owned()),
                "/dial" => (200, "<Response><Dial>+14155550100</Dial></Response>".to_owned()),
                "/broken" => (500, String::new()),
                _ => (204, String::new()),
            })
        });
        app.keep_file("/clip.wav", wav(&tone(FILE, 2_000)));
        let mut config = config();
        let base = include_str!("../../populations/deterministic.toml");
        let text = format!("{base}\n{PEOPLE}").replace("[audio]\n", "[audio]\nin_rooms = true\n");
        config.population = Population::from_toml(&text).unwrap();
        let stage = Stage::new(config, app.clone());
        let twiml = "<Response><Dial><Conference statusCallback=\"http://app.test/room\" \
            statusCallbackEvent=\"announcement hold\">room</Conference></Dial></Response>";
        let mut calls = Vec::new();
        for number in NUMBERS {
            calls.push(stage.call(number, &[("Twiml", twiml)]).await);
        }
        stage.pass(1_000).await;
        let rooms = stage.get("/Conferences.json?Status=in-progress").await;
        let sid = rooms.body["conferences"][0]["sid"].as_str().unwrap().to_owned();
        Self {
            app,
            stage,
            calls,
            sid,
        }
    }

    async fn change(&self, who: usize, form: &[(&str, &str)]) -> u16 {
        let path = format!("/Conferences/{}/Participants/{}.json", self.sid, self.calls[who]);
        self.stage.post(&path, form).await.status
    }

    async fn heard(&self, who: usize) -> Vec<u8> {
        let uri = format!("/sandbox/legs/{}/heard.wav", self.calls[who]);
        let request = Request::get(uri).body(Body::empty()).unwrap();
        data(&self.stage.send(request).await.bytes).to_vec()
    }

    /// The tones that each of them hears in the next half second.
    async fn who_hears_what(&self) -> [Vec<u32>; 2] {
        let before = [self.heard(0).await.len(), self.heard(1).await.len()];
        self.stage.pass(500).await;
        let mut tones = [Vec::new(), Vec::new()];
        for who in 0..2 {
            tones[who] = heard_tones(&self.heard(who).await[before[who]..], &TONES);
        }
        tones
    }

    /// The last event told: its name, the call it is about, and why it failed.
    fn told(&self) -> Vec<(String, String, String)> {
        let about = |request: &crate::application::Received| {
            ["StatusCallbackEvent", "CallSid", "ReasonAnnouncementFailed"]
                .map(|name| request.param(name).to_owned())
        };
        self.app
            .at("/room")
            .iter()
            .map(about)
            .map(|[event, call, why]| (event, call, why))
            .collect()
    }
}

#[tokio::test(start_paused = true)]
async fn an_announcement_to_one_is_heard_by_nobody_else() {
    let room = Room::of_two().await;
    let form = [
        ("AnnounceUrl", "http://app.test/document"),
        ("AnnounceMethod", "GET"),
    ];
    assert_eq!(room.change(0, &form).await, 200);
    room.stage.pass(500).await;
    assert_eq!(
        room.who_hears_what().await,
        [vec![1_000], vec![400]],
        "the pause comes first"
    );
    room.stage.pass(200).await;
    assert_eq!(room.who_hears_what().await, [vec![1_000, FILE], vec![400]]);
    assert!(room.told().is_empty());
    room.stage.pass(2_000).await;
    assert_eq!(room.who_hears_what().await, [vec![1_000], vec![400]]);
    let ended = (
        "announcement-end".to_owned(),
        room.calls[0].clone(),
        String::new(),
    );
    assert_eq!(room.told(), [ended]);
    assert_eq!(
        room.app.at("/room")[0].param("AnnounceUrl"),
        "http://app.test/document"
    );
    assert_eq!(room.app.at("/document")[0].method, "GET");
    let attempt = room.stage.sandbox.ledger().attempts_at(NUMBERS[0]).remove(0);
    assert_eq!(attempt.played, ["http://app.test/clip.wav"]);
}

#[tokio::test(start_paused = true)]
async fn an_announcement_to_the_room_is_heard_by_everybody() {
    let room = Room::of_two().await;
    let path = format!("/Conferences/{}.json", room.sid);
    let form = [("AnnounceUrl", "http://app.test/clip.wav")];
    assert_eq!(room.stage.post(&path, &form).await.status, 200);
    room.stage.pass(200).await;
    assert_eq!(
        room.who_hears_what().await,
        [vec![1_000, FILE], vec![400, FILE]],
        "a sound file needs no document"
    );
    room.stage.pass(3_000).await;
    assert_eq!(room.told().len(), 1);
    assert_eq!(room.app.at("/room")[0].param("CallSid"), "");
}

#[tokio::test(start_paused = true)]
async fn keys_are_heard_by_the_participant_they_are_sent_to() {
    let room = Room::of_two().await;
    room.change(0, &[("AnnounceUrl", "http://app.test/keys")]).await;
    let before = room.heard(0).await.len();
    room.stage.pass(800).await;
    let heard = room.heard(0).await[before..].to_vec();
    // The two tones of a five, for a tenth of a second at a time.
    for hz in [770, 1_336] {
        assert!(heard.chunks(800).any(|piece| share(piece, hz) > 0.04), "{hz} Hz");
    }
    let other = room.heard(1).await;
    assert!(
        other[other.len() - 6_400..]
            .chunks(800)
            .all(|piece| share(piece, 770) < 0.01)
    );
}

#[tokio::test(start_paused = true)]
async fn an_announcement_that_cannot_be_had_fails_with_the_reason() {
    let room = Room::of_two().await;
    for url in ["http://app.test/broken", "http://app.test/dial"] {
        room.change(1, &[("AnnounceUrl", url)]).await;
        room.stage.pass(500).await;
    }
    let told = room.told();
    let reasons = [
        "http://app.test/broken answered 500",
        "only Say, Play and Pause can be used here",
    ];
    for ((event, call, why), reason) in told.iter().zip(reasons) {
        assert_eq!(
            (event.as_str(), call, why.as_str()),
            ("announcement-fail", &room.calls[1], reason)
        );
    }
    assert_eq!(told.len(), 2);
    assert_eq!(room.change(0, &[("AnnounceUrl", "nowhere")]).await, 400);
    assert_eq!(
        room.stage
            .post("/Conferences/CF1.json", &[("AnnounceUrl", "http://app.test/x")])
            .await
            .status,
        404
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_is_on_hold_hears_its_own_music_over_and_over() {
    let room = Room::of_two().await;
    let form = [("Hold", "true"), ("HoldUrl", "http://app.test/clip.wav")];
    assert_eq!(room.change(0, &form).await, 200);
    // The file lasts two seconds.
    for after_ms in [200, 1_500, 3_000] {
        room.stage.pass(after_ms).await;
        assert_eq!(room.who_hears_what().await, [vec![FILE], vec![]]);
    }
    assert_eq!(room.app.at("/clip.wav")[0].method, "GET");
    room.change(0, &[("Hold", "false")]).await;
    room.stage.pass(100).await;
    assert_eq!(room.who_hears_what().await, [vec![1_000], vec![400]]);
    room.change(0, &[("Hold", "true"), ("HoldUrl", "http://app.test/broken")])
        .await;
    room.stage.pass(100).await;
    assert_eq!(room.who_hears_what().await[1], [0_u32; 0]);
    let heard = room.heard(0).await;
    assert!(
        heard[heard.len() - 4_000..].iter().any(|byte| *byte != 0xff),
        "the usual music"
    );
    let problems = room
        .stage
        .sandbox
        .ledger()
        .attempts_at(NUMBERS[0])
        .remove(0)
        .problems;
    assert_eq!((problems.len(), problems[0].code), (1, 11_200));
}
