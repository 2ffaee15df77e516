//! The sound of a call over a WebSocket.

use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use outdial_sandbox::{Attempt, EndedBy, signature};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::application::Application;
use crate::ear::{Ear, Switchboard};
use crate::sound::{channel, data, heard_tones, share, share_of, tone};
use crate::stage::{ACCOUNT, FROM, Stage, TOKEN, config, people};

const URL: &str = "ws://app.test:8080/media";
const CONNECT: &str = "<Response><Connect><Stream url=\"ws://app.test:8080/media\" name=\"talk\" \
    statusCallback=\"http://app.test/stream\"><Parameter name=\"token\" value=\"a &amp; b\"/></Stream></Connect>\
    <Say>Good bye</Say></Response>";
const HUMAN: &str = "+14155550100";
const MAILBOX: &str = "+14155550106";
const TONE: &str = "[[person]]\nnumber = \"+14155550142\"\nkind = \"human\"\naudio = \"tone:440\"\n";
const TONE_NUMBER: &str = "+14155550142";

struct Scene {
    stage: Stage,
    app: std::sync::Arc<Application>,
    board: Switchboard,
}

fn scene(toml: &str) -> Scene {
    let (streams, board) = Switchboard::new();
    let app = Application::quiet();
    let mut config = config();
    config.population = people(toml);
    config.streams = streams;
    let stage = Stage::new(config, app.clone());
    Scene { stage, app, board }
}

impl Scene {
    async fn connect(&mut self, to: &str) -> (String, Ear) {
        let call = self.stage.call(to, &[("Twiml", CONNECT)]).await;
        (call, self.board.accept().await)
    }

    fn attempt(&self, number: &str) -> Attempt {
        self.stage.sandbox.ledger().attempts_at(number).pop().unwrap()
    }

    async fn wav(&self, sid: &str, file: &str) -> Vec<u8> {
        let uri = format!("/sandbox/legs/{sid}/{file}");
        let request = Request::get(uri).body(Body::empty()).unwrap();
        let answer = self.stage.send(request).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        data(&answer.bytes).to_vec()
    }

    async fn hang_up(&self, call: &str) {
        let path = format!("/Calls/{call}.json");
        assert_eq!(
            self.stage.post(&path, &[("Status", "completed")]).await.status,
            200
        );
    }

    fn stream_events(&self) -> Vec<String> {
        let told = self.app.at("/stream");
        told.iter()
            .map(|request| request.param("StreamEvent").to_owned())
            .collect()
    }
}

#[tokio::test(start_paused = true)]
async fn the_protocol_is_twilios_to_the_letter() {
    let mut scene = scene("");
    let (call, mut ear) = scene.connect(HUMAN).await;
    assert_eq!(ear.path, "/media");
    assert_eq!(
        ear.headers["x-twilio-signature"],
        signature(TOKEN, URL, &[]).as_str()
    );
    assert_eq!(
        ear.next().await.unwrap(),
        json!({"event": "connected", "protocol": "Call", "version": "1.0.0"})
    );
    let start = ear.next().await.unwrap();
    let sid = start["streamSid"].as_str().unwrap().to_owned();
    assert!(sid.starts_with("MZ") && sid.len() == 34, "{sid}");
    assert_eq!(
        start,
        json!({
            "event": "start", "sequenceNumber": "1", "streamSid": sid,
            "start": {
                "accountSid": ACCOUNT, "streamSid": sid, "callSid": call, "tracks": ["inbound"],
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                "customParameters": {"token": "a & b"},
            },
        })
    );
    for nth in 0..100_u32 {
        let message = ear.next().await.unwrap();
        let payload = message["media"]["payload"].as_str().unwrap().to_owned();
        assert_eq!(STANDARD.decode(&payload).unwrap().len(), 160);
        assert_eq!(
            message,
            json!({
                "event": "media", "sequenceNumber": (nth + 2).to_string(), "streamSid": sid,
                "media": {
                    "track": "inbound", "chunk": (nth + 1).to_string(),
                    "timestamp": (nth * 20).to_string(), "payload": payload,
                },
            })
        );
    }
    scene.hang_up(&call).await;
    let mut last = ear.next().await;
    while last.as_ref().is_some_and(|message| message["event"] == "media") {
        last = ear.next().await;
    }
    let stop = last.unwrap();
    assert_eq!(
        stop,
        json!({
            "event": "stop", "streamSid": sid, "sequenceNumber": stop["sequenceNumber"],
            "stop": {"accountSid": ACCOUNT, "callSid": call},
        })
    );
    assert!(stop["sequenceNumber"].as_str().unwrap().parse::<u32>().unwrap() >= 102);
    assert_eq!(ear.next().await, None);
    scene.stage.pass(100).await;
    assert_eq!(scene.stream_events(), ["stream-started", "stream-stopped"]);
    let told = scene.app.at("/stream").remove(0);
    assert_eq!(
        (told.param("StreamSid"), told.param("StreamName")),
        (sid.as_str(), "talk")
    );
    assert_eq!(
        (told.param("CallSid"), told.param("AccountSid")),
        (call.as_str(), ACCOUNT)
    );
    assert!(told.param("Timestamp").starts_with("2026-11-21T"), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn marks_come_back_when_heard_and_a_clear_brings_all_back_at_once() {
    let mut scene = scene("");
    let (call, mut ear) = scene.connect(HUMAN).await;
    let sid = ear.start().await;
    ear.mark(&sid, "nothing before").await;
    ear.say(&sid, &tone(620, 1_000)).await;
    ear.mark(&sid, "after a second").await;
    let (_, marks) = ear.listen("inbound", 980).await;
    assert_eq!(names(&marks), ["nothing before"]);
    let (_, marks) = ear.listen("inbound", 60).await;
    assert_eq!(names(&marks), ["after a second"]);
    ear.say(&sid, &tone(620, 5_000)).await;
    for name in ["one", "two"] {
        ear.mark(&sid, name).await;
    }
    ear.send(json!({"event": "clear", "streamSid": sid})).await;
    let (_, marks) = ear.listen("inbound", 1_000).await;
    assert_eq!(names(&marks), ["one", "two"]);
    assert_eq!(
        share(tail(&scene.wav(&call, "heard.wav").await, 800), 620),
        0.0,
        "cleared"
    );
}

fn names(messages: &[Value]) -> Vec<&str> {
    assert!(
        messages.iter().all(|message| message["event"] == "mark"),
        "{messages:?}"
    );
    let names = messages.iter().map(|message| message["mark"]["name"].as_str());
    names.flatten().collect()
}

fn tail(sound: &[u8], ms: usize) -> &[u8] {
    &sound[sound.len() - ms * 8..]
}

#[tokio::test(start_paused = true)]
async fn each_side_hears_the_other_and_the_ledger_keeps_it() {
    let mut scene = scene(TONE);
    let (call, mut ear) = scene.connect(TONE_NUMBER).await;
    let sid = ear.start().await;
    ear.say(&sid, &tone(620, 1_000)).await;
    let (sound, _) = ear.listen("inbound", 2_000).await;
    assert!(share(&sound, 440) > 0.9 && share(&sound, 620) < 0.01);
    let heard = scene.wav(&call, "heard.wav").await;
    assert!(share(&heard[800..7_200], 620) > 0.9 && share(&heard[..8_000], 440) < 0.01);
    assert_eq!(share(tail(&heard, 500), 620), 0.0);
    assert!(share(&scene.wav(&call, "said.wav").await, 440) > 0.9);
    scene.hang_up(&call).await;
    let sound = scene.attempt(TONE_NUMBER).sound.unwrap();
    assert!((980..=1_020).contains(&sound.heard_ms), "{sound:?}");
    assert_eq!(sound.spoke_ms, sound.listened_ms);
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_is_heard_to_beep_once_its_greeting_is_over_and_records_until_silence() {
    let mut scene = scene("");
    let (_, mut ear) = scene.connect(MAILBOX).await;
    let sid = ear.start().await;
    let (sound, _) = ear.listen("inbound", 6_000).await;
    let beeps = |piece: &[u8]| share(piece, 1_000) > 0.9;
    let at: Vec<usize> = (0..60)
        .filter(|tenth| beeps(&sound[tenth * 800..][..800]))
        .collect();
    // The whole tenths of a second in 400 ms of beep; the stream began a little after the answer.
    assert!(
        (3..=4).contains(&at.len()) && (40..=42).contains(&at[0]),
        "{at:?}"
    );
    ear.say(&sid, &tone(620, 2_000)).await;
    while ear.next().await.is_some() {}
    let attempt = scene.attempt(MAILBOX);
    assert_eq!(attempt.ending.unwrap().by, EndedBy::Callee);
    assert!(attempt.sound.unwrap().heard_ms >= 1_980);
    let lasted = attempt.ended_at.unwrap().ms_since(attempt.answered_at.unwrap());
    assert!((12_500..14_000).contains(&lasted), "{lasted}");
}

#[tokio::test(start_paused = true)]
async fn keys_are_pressed_as_tones_and_as_messages() {
    let mut scene = scene("[[person]]\nnumber = \"+14155550142\"\nkind = \"human\"\ndigits = \"5\"\n");
    let (_, mut ear) = scene.connect(TONE_NUMBER).await;
    let sid = ear.start().await;
    ear.listen("inbound", 1_500).await;
    ear.say(&sid, &tone(620, 500)).await;
    let (sound, rest) = ear.listen("inbound", 8_000).await;
    let [dtmf] = &rest[..] else {
        panic!("{rest:?}");
    };
    assert_eq!(dtmf["dtmf"], json!({"track": "inbound_track", "digit": "5"}));
    assert_eq!(
        (&dtmf["event"], &dtmf["streamSid"]),
        (&"dtmf".into(), &sid.into())
    );
    let pressed = (0..400).filter(|at| heard_tones(&sound[at * 160..][..160], &[770, 1_336]) == [770, 1_336]);
    assert_eq!(pressed.count(), 5, "a tenth of a second of tone");
    assert_eq!(scene.attempt(TONE_NUMBER).digits, "5");
}

#[tokio::test(start_paused = true)]
async fn instructions_go_on_when_the_application_closes_the_stream() {
    let mut scene = scene("");
    let (call, mut ear) = scene.connect(HUMAN).await;
    ear.start().await;
    ear.listen("inbound", 1_000).await;
    assert!(scene.attempt(HUMAN).said.is_empty());
    ear.close().await;
    scene.stage.pass(2_000).await;
    assert_eq!(scene.attempt(HUMAN).said, ["Good bye"]);
    assert_eq!(scene.stage.status(&call).await, "completed");
    assert_eq!(scene.stream_events(), ["stream-started", "stream-stopped"]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_cannot_be_opened_is_reported_and_passed_over() {
    let mut refused = scene("");
    let call = refused.stage.call(HUMAN, &[("Twiml", CONNECT)]).await;
    drop(refused.board.arrival().await);
    refused.stage.pass(5_000).await;
    assert_eq!(refused.stream_events(), ["stream-error"]);
    assert!(!refused.app.at("/stream")[0].param("StreamError").is_empty());
    let attempt = refused.attempt(HUMAN);
    assert_eq!((attempt.problems[0].code, attempt.said.len()), (31_920, 1));
    assert_eq!(refused.stage.status(&call).await, "completed");

    let mut silent = scene("");
    silent.stage.call(HUMAN, &[("Twiml", CONNECT)]).await;
    let _never_answered = silent.board.arrival().await;
    silent.stage.pass(8_000).await;
    assert_eq!(silent.attempt(HUMAN).problems[0].code, 31_901);

    for url in ["http://app.test/media", "ws://app.test/media?token=1", "nonsense"] {
        let mut wrong = scene("");
        let twiml = format!("<Response><Connect><Stream url=\"{url}\"/></Connect></Response>");
        wrong.stage.call(HUMAN, &[("Twiml", &twiml)]).await;
        wrong.stage.pass(1_000).await;
        assert_eq!(wrong.attempt(HUMAN).problems[0].code, 31_920, "{url}");
        assert!(wrong.board.is_quiet());
    }
}

#[tokio::test(start_paused = true)]
async fn nonsense_from_the_application_is_noted_and_does_no_harm() {
    let mut scene = scene("");
    let (call, mut ear) = scene.connect(HUMAN).await;
    let sid = ear.start().await;
    let media =
        |sid: &str, payload: &str| json!({"event": "media", "streamSid": sid, "media": {"payload": payload}});
    for message in [
        json!({"event": "explode"}),
        json!(["media"]),
        media("MZ0", "AAAA"),
        media(&sid, "not base64!"),
        json!({"event": "mark", "streamSid": sid}),
    ] {
        ear.send(message).await;
    }
    ear.listen("inbound", 500).await;
    let problems = scene.attempt(HUMAN).problems;
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert!(problems.iter().all(|problem| problem.code == 31_924));
    assert_eq!(scene.stage.status(&call).await, "in-progress");
}

#[tokio::test(start_paused = true)]
async fn new_instructions_end_the_stream() {
    let mut scene = scene("");
    let (call, mut ear) = scene.connect(HUMAN).await;
    ear.start().await;
    ear.listen("inbound", 500).await;
    let path = format!("/Calls/{call}.json");
    scene
        .stage
        .post(&path, &[("Twiml", "<Response><Pause length=\"30\"/></Response>")])
        .await;
    let mut last = Value::Null;
    while let Some(message) = ear.next().await {
        last = message;
    }
    assert_eq!(last["event"], "stop");
    assert_eq!(scene.stage.status(&call).await, "in-progress");
}

#[tokio::test(start_paused = true)]
async fn an_application_that_does_not_read_cannot_stop_the_call() {
    let (streams, mut board) = Switchboard::with_room(2_048);
    let mut config = config();
    config.population = people(TONE);
    config.streams = streams;
    let stage = Stage::new(config, Application::quiet());
    let call = stage.call(TONE_NUMBER, &[("Twiml", CONNECT)]).await;
    let ear = board.accept().await;
    stage.pass(10_000).await;
    stage
        .post(&format!("/Calls/{call}.json"), &[("Status", "completed")])
        .await;
    assert_eq!(stage.status(&call).await, "completed");
    let sound = stage.sandbox.ledger().attempts_at(TONE_NUMBER)[0].sound.unwrap();
    assert!((9_000..=10_000).contains(&sound.spoke_ms), "{sound:?}");
    drop(ear);
}

#[tokio::test(start_paused = true)]
async fn a_stream_can_listen_in_on_both_directions_until_it_is_stopped() {
    let mut scene = scene(TONE);
    let twiml = "<Response><Start><Stream name=\"spy\" url=\"wss://app.test/spy\" track=\"both_tracks\"/></Start>\
        <Pause length=\"1\"/><Play>http://app.test/a.mp3</Play><Pause length=\"1\"/>\
        <Stop><Stream name=\"spy\"/></Stop><Pause length=\"9\"/></Response>";
    // The connection is in memory, so the TLS of a wss address would find nobody.
    let twiml = twiml.replace("wss:", "ws:");
    let call = scene.stage.call(TONE_NUMBER, &[("Twiml", &twiml)]).await;
    let mut ear = scene.board.accept().await;
    ear.next().await;
    let start = ear.next().await.unwrap();
    assert_eq!(start["start"]["tracks"], json!(["inbound", "outbound"]));
    let (mut said, mut heard, mut last) = (Vec::new(), Vec::new(), Value::Null);
    while let Some(message) = ear.next().await {
        let payload = message["media"]["payload"]
            .as_str()
            .map(|text| STANDARD.decode(text).unwrap());
        match message["media"]["track"].as_str() {
            Some("inbound") => said.extend(payload.unwrap()),
            Some("outbound") => heard.extend(payload.unwrap()),
            _ => last = message,
        }
    }
    assert_eq!(last["event"], "stop");
    assert_eq!(said.len(), heard.len());
    assert!(share(&said, 440) > 0.9);
    // A played file lasts 200 ms here.
    let murmur = heard.chunks(160).filter(|frame| share(frame, 400) > 0.5).count();
    assert_eq!(murmur, 10);
    assert_eq!(scene.stage.status(&call).await, "in-progress");
}

#[tokio::test(start_paused = true)]
async fn a_bridge_rings_and_then_carries_both_voices_to_a_stream_that_listens() {
    let other =
        "[[person]]\nnumber = \"+14155550143\"\nkind = \"human\"\nring_ms = 3000\naudio = \"tone:900\"\n";
    let mut scene = scene(&format!("{TONE}{other}"));
    let twiml = "<Response><Start><Stream url=\"ws://app.test/spy\" track=\"outbound_track\"/></Start>\
        <Dial>+14155550143</Dial></Response>";
    scene.stage.call(TONE_NUMBER, &[("Twiml", twiml)]).await;
    let mut ear = scene.board.accept().await;
    ear.start().await;
    let (heard, _) = ear.listen("outbound", 5_000).await;
    let rings = |frame: &[u8]| frame.iter().any(|byte| *byte != 0xff) && share(frame, 900) < 0.5;
    let ringing = heard.chunks(160).filter(|frame| rings(frame)).count();
    assert_eq!(ringing, 100, "two seconds of ring-back");
    assert!(share(tail(&heard, 1_000), 900) > 0.9);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_stopped_and_started_again_keeps_its_pace() {
    let mut scene = scene(TONE);
    let twiml = "<Response><Start><Stream name=\"a\" url=\"ws://app.test/a\"/></Start><Pause length=\"1\"/>\
        <Stop><Stream name=\"a\"/></Stop><Start><Stream url=\"ws://app.test/b\"/></Start><Pause length=\"3\"/></Response>";
    scene.stage.call(TONE_NUMBER, &[("Twiml", twiml)]).await;
    let _first = scene.board.accept().await;
    let mut ear = scene.board.accept().await;
    ear.start().await;
    ear.listen("inbound", 1_000).await;
    let began = tokio::time::Instant::now();
    ear.listen("inbound", 1_000).await;
    assert_eq!(began.elapsed().as_millis(), 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_recording_holds_what_was_on_the_line() {
    let mut scene = scene(TONE);
    let form = [
        ("Twiml", CONNECT),
        ("Record", "true"),
        ("RecordingChannels", "dual"),
    ];
    let call = scene.stage.call(TONE_NUMBER, &form).await;
    let mut ear = scene.board.accept().await;
    let sid = ear.start().await;
    ear.say(&sid, &tone(620, 3_000)).await;
    ear.listen("inbound", 3_000).await;
    scene.hang_up(&call).await;
    scene.stage.pass(5_000).await;
    let list = scene.stage.get(&format!("/Calls/{call}/Recordings.json")).await;
    let recording = list.body["recordings"][0]["sid"].as_str().unwrap().to_owned();
    let wav = scene
        .stage
        .get(&format!("/Recordings/{recording}.wav"))
        .await
        .bytes;
    assert_eq!(wav[22], 2, "two channels");
    assert!(share_of(&channel(&wav, 0), 440) > 0.9 && share_of(&channel(&wav, 1), 620) > 0.8);
}

#[tokio::test(start_paused = true)]
async fn a_recording_is_silent_where_it_was_paused_and_as_long_as_the_talk() {
    let mut scene = scene(TONE);
    let form = [("Twiml", CONNECT), ("Record", "true")];
    let call = scene.stage.call(TONE_NUMBER, &form).await;
    let current = format!("/Calls/{call}/Recordings/Twilio.CURRENT.json");
    let mut ear = scene.board.accept().await;
    ear.start().await;
    ear.listen("inbound", 1_000).await;
    let paused = scene.stage.post(&current, &[("Status", "paused")]).await;
    assert_eq!((paused.status, &paused.body["status"]), (200, &json!("paused")));
    ear.listen("inbound", 2_000).await;
    scene.stage.post(&current, &[("Status", "in-progress")]).await;
    ear.listen("inbound", 1_000).await;
    assert_eq!(
        scene.stage.post(&current, &[("Status", "stopped")]).await.status,
        400
    );
    scene.hang_up(&call).await;
    scene.stage.pass(5_000).await;
    assert_eq!(
        scene.stage.post(&current, &[("Status", "paused")]).await.status,
        404
    );
    let list = scene.stage.get(&format!("/Calls/{call}/Recordings.json")).await;
    let recording = list.body["recordings"][0]["sid"].as_str().unwrap().to_owned();
    let wav = scene
        .stage
        .get(&format!("/Recordings/{recording}.wav"))
        .await
        .bytes;
    let samples = wav[44..].as_chunks::<2>().0;
    let silent = samples.iter().filter(|sample| **sample == [0, 0]).count();
    let seconds = |count: usize| count as f64 / 8_000.0;
    assert!((3.9..4.3).contains(&seconds(samples.len())), "{}", samples.len());
    assert!((1.9..2.2).contains(&seconds(silent)), "{silent}");
}

#[tokio::test(start_paused = true)]
async fn one_seed_sounds_the_same_twice() {
    async fn run(seed: u64) -> (Vec<Value>, Vec<u8>) {
        let (streams, mut board) = Switchboard::new();
        let mut config = config();
        config.population = outdial_sandbox::Population::realistic();
        config.seed = seed;
        config.streams = streams;
        let stage = Stage::new(config, Application::quiet());
        // Numbers are tried until one picks up.
        for nth in 0..10 {
            stage
                .call(&format!("+141555501{nth:02}"), &[("Twiml", CONNECT)])
                .await;
        }
        let mut ear = board.accept().await;
        let sid = ear.start().await;
        let mut messages = Vec::new();
        for nth in 0..400 {
            if nth == 100 {
                ear.say(&sid, &tone(620, 2_000)).await;
            }
            let Some(message) = ear.next().await else { break };
            messages.push(message);
        }
        let call = stage
            .sandbox
            .ledger()
            .attempts()
            .into_iter()
            .find(|attempt| attempt.answered_at.is_some());
        let uri = format!("/sandbox/legs/{}/said.wav", call.unwrap().sid);
        let answer = stage.send(Request::get(uri).body(Body::empty()).unwrap()).await;
        (messages, answer.bytes)
    }
    let first = run(3).await;
    assert!(first == run(3).await, "two runs with one seed differ");
    assert!(first.1 != run(4).await.1, "two seeds sound alike");
}

#[tokio::test(start_paused = true)]
async fn nothing_sounds_where_nobody_listens() {
    let scene = scene("");
    let call = scene
        .stage
        .call(HUMAN, &[("Twiml", "<Response><Say>Hi</Say></Response>")])
        .await;
    scene.stage.pass(5_000).await;
    assert_eq!(scene.attempt(HUMAN).sound, None);
    let request = Request::get(format!("/sandbox/legs/{call}/heard.wav")).body(Body::empty());
    assert_eq!(scene.stage.send(request.unwrap()).await.status, 404);
}

#[tokio::test]
async fn a_stream_goes_over_real_sockets_as_well() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/media", listener.local_addr().unwrap());
    let served = crate::loopback::Served::start().await;
    let twiml = format!("<Response><Connect><Stream url=\"{url}\"/></Connect></Response>");
    let form = [("To", HUMAN), ("From", FROM), ("Twiml", twiml.as_str())];
    assert_eq!(served.call(&form).await, 201);
    let (wire, _) = listener.accept().await.unwrap();
    let mut ear = Ear::accept(wire).await;
    assert_eq!(
        ear.headers["x-twilio-signature"],
        signature(TOKEN, &url, &[]).as_str()
    );
    ear.start().await;
    let (sound, _) = ear.listen("inbound", 100).await;
    assert_eq!(sound.len(), 800);
}
