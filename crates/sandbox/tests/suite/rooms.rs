//! Who hears whom in a conference.

use axum::body::Body;
use axum::http::Request;

use crate::application::Application;
use crate::sound::{channel, data, heard_tones, share, share_of};
use crate::stage::{Stage, config};

/// Three people who whistle, and rooms that carry sound.
const PEOPLE: &str = "[[person]]\nnumber = \"+14155550110\"\nkind = \"human\"\naudio = \"tone:400\"\n\
    [[person]]\nnumber = \"+14155550111\"\nkind = \"human\"\naudio = \"tone:1000\"\n\
    [[person]]\nnumber = \"+14155550112\"\nkind = \"human\"\naudio = \"tone:1700\"\n";
const NUMBERS: [&str; 3] = ["+14155550110", "+14155550111", "+14155550112"];
const TONES: [u32; 3] = [400, 1_000, 1_700];

struct Room {
    stage: Stage,
    calls: Vec<String>,
    sid: String,
}

impl Room {
    async fn of_three() -> Self {
        Self::with("in_rooms = true", "").await
    }

    async fn with(audio: &str, conference: &str) -> Self {
        let mut config = config();
        let base = include_str!("../../populations/deterministic.toml");
        let text = format!("{base}\n{PEOPLE}").replace("[audio]\n", &format!("[audio]\n{audio}\n"));
        config.population = outdial_sandbox::Population::from_toml(&text).unwrap();
        let stage = Stage::new(config, Application::quiet());
        let twiml = format!("<Response><Dial><Conference {conference}>room</Conference></Dial></Response>");
        let mut calls = Vec::new();
        for number in NUMBERS {
            calls.push(stage.call(number, &[("Twiml", &twiml)]).await);
        }
        stage.pass(1_000).await;
        let rooms = stage.get("/Conferences.json?Status=in-progress").await;
        let sid = rooms.body["conferences"][0]["sid"].as_str().unwrap().to_owned();
        Self { stage, calls, sid }
    }

    async fn change(&self, who: usize, form: &[(&str, &str)]) {
        let path = format!("/Conferences/{}/Participants/{}.json", self.sid, self.calls[who]);
        assert_eq!(self.stage.post(&path, form).await.status, 200);
    }

    async fn heard(&self, who: usize) -> Vec<u8> {
        let uri = format!("/sandbox/legs/{}/heard.wav", self.calls[who]);
        let answer = self
            .stage
            .send(Request::get(uri).body(Body::empty()).unwrap())
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        data(&answer.bytes).to_vec()
    }

    /// The tones that each of them hears in the next second.
    async fn who_hears_whom(&self) -> Vec<Vec<u32>> {
        // What is under way arrives first.
        self.stage.pass(100).await;
        let mut from = Vec::new();
        for who in 0..3 {
            from.push(self.heard(who).await.len());
        }
        self.stage.pass(1_000).await;
        let mut tones = Vec::new();
        for (who, from) in from.into_iter().enumerate() {
            tones.push(heard_tones(&self.heard(who).await[from..], &TONES));
        }
        tones
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_hears_the_others_and_not_themselves() {
    let room = Room::of_three().await;
    let expected = [vec![1_000, 1_700], vec![400, 1_700], vec![400, 1_000]];
    assert_eq!(room.who_hears_whom().await, expected);
}

#[tokio::test(start_paused = true)]
async fn the_muted_are_not_heard_and_hear() {
    let room = Room::of_three().await;
    room.change(0, &[("Muted", "true")]).await;
    assert_eq!(
        room.who_hears_whom().await,
        [vec![1_000, 1_700], vec![1_700], vec![1_000]]
    );
    room.change(0, &[("Muted", "false")]).await;
    assert_eq!(room.who_hears_whom().await[1], [400, 1_700]);
}

#[tokio::test(start_paused = true)]
async fn those_on_hold_hear_music_and_are_not_heard() {
    let room = Room::of_three().await;
    room.change(2, &[("Hold", "true")]).await;
    assert_eq!(room.who_hears_whom().await, [vec![1_000], vec![400], vec![]]);
    let music = room.heard(2).await;
    // A broken chord: each of its notes fills some tenth of a second of it.
    for note in [523, 659, 784] {
        let clearest = music
            .chunks(800)
            .map(|tenth| share(tenth, note))
            .fold(0.0, f64::max);
        assert!(clearest > 0.8, "{note} Hz: {clearest}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_coach_hears_all_and_is_heard_by_one() {
    let room = Room::of_three().await;
    room.change(2, &[("Coaching", "true"), ("CallSidToCoach", &room.calls[0])])
        .await;
    let expected = [vec![1_000, 1_700], vec![400], vec![400, 1_000]];
    assert_eq!(room.who_hears_whom().await, expected);
    room.change(2, &[("Coaching", "false")]).await;
    assert_eq!(room.who_hears_whom().await[1], [400, 1_700]);
}

#[tokio::test(start_paused = true)]
async fn whoever_is_put_out_is_heard_no_more() {
    let room = Room::of_three().await;
    let path = format!("/Conferences/{}/Participants/{}.json", room.sid, room.calls[1]);
    assert_eq!(room.stage.rest("DELETE", &path, &[]).await.status, 204);
    let expected = [vec![1_700], vec![], vec![400]];
    assert_eq!(room.who_hears_whom().await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_recorded_room_holds_everybody() {
    let room = Room::with("in_rooms = true", "record=\"record-from-start\"").await;
    room.stage.pass(3_000).await;
    let ended = [("Status", "completed")];
    room.stage
        .post(&format!("/Conferences/{}.json", room.sid), &ended)
        .await;
    room.stage.pass(1_000).await;
    let list = room
        .stage
        .get(&format!("/Conferences/{}/Recordings.json", room.sid))
        .await;
    let recording = list.body["recordings"][0]["sid"].as_str().unwrap().to_owned();
    let wav = room
        .stage
        .get(&format!("/Recordings/{recording}.wav"))
        .await
        .bytes;
    let sound = channel(&wav, 0);
    for hz in TONES {
        assert!(share_of(&sound, hz) >= 0.1, "{hz} Hz");
    }
}

#[tokio::test(start_paused = true)]
async fn rooms_are_mute_unless_asked_for_or_listened_to() {
    let room = Room::with("", "").await;
    room.stage.pass(1_000).await;
    for number in NUMBERS {
        assert_eq!(room.stage.sandbox.ledger().attempts_at(number)[0].sound, None);
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_hears_music_or_silence_as_asked() {
    let mut config = config();
    let base = include_str!("../../populations/deterministic.toml");
    let text = format!("{base}\n{PEOPLE}").replace("[audio]\n", "[audio]\nin_rooms = true\n");
    config.population = outdial_sandbox::Population::from_toml(&text).unwrap();
    let stage = Stage::new(config, Application::quiet());
    let mut calls = Vec::new();
    for (number, wait) in NUMBERS.iter().zip(["", "waitUrl=\"\""]) {
        let twiml = format!(
            "<Response><Dial><Conference startConferenceOnEnter=\"false\" {wait}>room</Conference></Dial></Response>"
        );
        calls.push(stage.call(number, &[("Twiml", &twiml)]).await);
    }
    stage.pass(3_000).await;
    let room = Room {
        stage,
        calls,
        sid: String::new(),
    };
    let music = room.heard(0).await;
    assert!(music.chunks(800).any(|tenth| share(tenth, 523) > 0.8));
    assert!(heard_tones(&room.heard(1).await, &[400, 523, 659, 784]).is_empty());
}
