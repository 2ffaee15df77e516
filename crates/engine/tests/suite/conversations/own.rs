//! Talks that our own voice agent holds, with real audio, against the sandbox's speech model.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::LegRef;
use outdial_domain::call::{AmdVerdict, Event, LegStatus, OnMachine, Policy};
use outdial_domain::ids::{CallId, CarrierAccountId, WorkspaceId};
use outdial_domain::instruction::Instruction;
use outdial_domain::leads::LeadResult;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::voice_agent::{ConversationReport, Finding, Speaker, VoiceAgentSettings};
use outdial_engine::{Floor, FloorConfig, StreamRefusal};
use outdial_media::live::{HubConfig, MediaHub};
use outdial_sandbox::{
    Attitude, Clock, Population, RealtimeAccount, ReqwestWebhooks, Sandbox, SandboxConfig,
};
use outdial_store::{ConversationRow, ConversationState};
use outdial_voice::realtime::AudioFormat;
use outdial_voice::realtime::live::Endpoint;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::calendar::FakeCalendar;
use super::callee::{Callee, Habit};
use super::stage::{NUMBER, follow_up, set};
use crate::stand::Stand;

pub struct Own {
    pub stand: Stand,
    pub call: CallId,
    pub leg: LegRef,
    token: String,
    sandbox: Arc<Sandbox>,
    base: String,
    stop: CancellationToken,
    _recordings: tempfile::TempDir,
}

/// What a test changes.
pub struct Wish {
    pub attitude: Attitude,
    pub longest_s: u32,
    pub record: bool,
    pub on_machine: OnMachine,
    pub audio: AudioFormat,
}

impl Wish {
    pub fn of(attitude: Attitude) -> Self {
        Self {
            attitude,
            longest_s: 300,
            record: false,
            on_machine: OnMachine::HangUp,
            audio: AudioFormat::Mulaw,
        }
    }
}

impl Own {
    /// The callee's phone was rung.
    pub async fn rung(wish: Wish) -> Self {
        let stand = Stand::new().await;
        follow_up(&stand);
        let recordings = tempfile::tempdir().unwrap();
        let hub = MediaHub::start(HubConfig::loopback(recordings.path().to_owned())).unwrap();
        let config = FloorConfig {
            apology: Duration::from_millis(300),
            ..FloorConfig::new(recordings.path().to_owned())
        };
        stand.engine.open_floor(Floor::new(hub, config));
        let account = CarrierAccountId::from_bits(1);
        stand.engine.accounts().set_base(&account, "http://outdial.test");
        let (sandbox, base, stop) = serve(&stand, wish.attitude).await;
        let model = Endpoint::new(&base, KEY, "gpt-realtime-2").unwrap();
        let model = model.speaking(wish.audio);
        stand
            .engine
            .services()
            .change(&stand.lines[0].workspace, |services| {
                services.calendar = Some(Arc::new(FakeCalendar::default()));
                services.speech_model = Some(Arc::new(model));
            });
        let agent = VoiceAgentSettings {
            company: "Acme".to_owned(),
            voicemail: "This is {{agent_company}}. We will try again.".to_owned(),
            max_duration_s: wish.longest_s,
            ..VoiceAgentSettings::default()
        };
        let call = CallId::from_bits(77);
        let policy = Policy {
            record: wish.record,
            on_machine: wish.on_machine,
            ..Policy::default()
        };
        set(&stand, call.clone(), agent, policy).await;
        stand.engine.wake();
        let leg = stand.until_rung(&call).await;
        let orders = stand.carrier().orders();
        let Instruction::Stream { url, parameters } = &orders[0].instructions[0] else {
            panic!("the leg does not come to us: {orders:?}");
        };
        assert!(!orders[0].policy.record, "the carrier need not record what we do");
        assert!(url.starts_with("ws://outdial.test/media/stream/"), "{url}");
        let token = parameters[1].1.clone();
        Self {
            stand,
            call,
            leg,
            token,
            sandbox,
            base,
            stop,
            _recordings: recordings,
        }
    }

    /// The callee picks up, and their stream comes in.
    pub async fn answered(&self, habit: Habit) -> Callee {
        for status in [LegStatus::Ringing, LegStatus::Answered] {
            self.stand.tell(&self.leg, status).await;
        }
        let port = self.stand.engine.attach_stream(&self.call, &self.token).unwrap();
        Callee::on(port, habit)
    }

    pub fn workspace(&self) -> &WorkspaceId {
        &self.stand.lines[0].workspace
    }

    pub async fn talk(&self) -> ConversationRow {
        let rows = self.stand.store.workspace(self.workspace().clone());
        let call = self.call.clone();
        let found = rows.read(move |tx| tx.conversations().get(&call)).await;
        found.unwrap().expect("there is a talk")
    }

    /// The model is reached with this key from now on.
    fn use_key(&self, key: &str) {
        let model = Endpoint::new(&self.base, key, "gpt-realtime-2").unwrap();
        let services = self.stand.engine.services();
        services.change(self.workspace(), |services| {
            services.speech_model = Some(Arc::new(model));
        });
    }

    /// What the model's server wrote down of the newest session.
    pub async fn session(&self) -> serde_json::Value {
        let request = http::Request::get("/sandbox/realtime/sessions");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let answer = self.sandbox.router().oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        let sessions: Vec<serde_json::Value> = serde_json::from_slice(&body).unwrap();
        sessions[0].clone()
    }

    /// Waits until the carrier is asked to hang up, and lets it report that it has.
    pub async fn until_hung_up(&self) {
        for _ in 0..LOOKS {
            if self.stand.carrier().hang_ups().contains(&self.leg) {
                self.stand.tell(&self.leg, LegStatus::Completed).await;
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("nobody hangs up: {:#?}", self.talk().await);
    }

    pub async fn until_settled(&self) -> ConversationRow {
        for _ in 0..LOOKS {
            let talk = self.talk().await;
            if talk.state == ConversationState::Settled && talk.report.is_some() {
                return talk;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("it is never settled: {:#?}", self.talk().await);
    }

    /// The whole talk, to its result.
    pub async fn held(&self, habit: Habit) -> (ConversationRow, ConversationReport, Callee) {
        let callee = self.answered(habit).await;
        self.until_hung_up().await;
        let talk = self.until_settled().await;
        let report = talk.report.clone().unwrap();
        (talk, report, callee)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The sandbox, whose model speaks quickly.
pub async fn serve(stand: &Stand, attitude: Attitude) -> (Arc<Sandbox>, String, CancellationToken) {
    let time = stand.clock.clone();
    let clock: Clock = Arc::new(move || outdial_engine::Clock::now(&*time));
    let config = SandboxConfig {
        population: Population::from_toml(POPULATION).unwrap(),
        realtime: Some(RealtimeAccount {
            attitude,
            ..RealtimeAccount::new(KEY)
        }),
        ..SandboxConfig::new("AC0123456789abcdef0123456789abcdef", "12345", clock)
    };
    let sandbox = Sandbox::new(config, Arc::new(ReqwestWebhooks::new().unwrap()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let network = Arc::clone(&sandbox);
    #[expect(clippy::disallowed_methods, reason = "a test owns its one task")]
    tokio::spawn(async move {
        let served = axum::serve(listener, network.router()).with_graceful_shutdown(stopped);
        served.await.unwrap();
    });
    (sandbox, base, stop)
}

#[tokio::test(flavor = "multi_thread")]
async fn our_agent_books_an_appointment_and_hangs_up() {
    let own = Own::rung(Wish {
        record: true,
        ..Wish::of(Attitude::Accepts)
    })
    .await;
    let (talk, report, callee) = own.held(Habit::Answers).await;
    assert_eq!(talk.result, Some(LeadResult::Scheduled));
    assert_eq!(
        (report.finding, report.reason.as_str()),
        (Finding::Talked, "agent-said-goodbye")
    );
    let said = |speaker| {
        report
            .transcript
            .iter()
            .filter(|said| said.speaker == speaker)
            .count()
    };
    assert!(
        said(Speaker::Agent) >= 3 && said(Speaker::Callee) >= 2,
        "{:#?}",
        report.transcript
    );
    let first = &report.transcript[0];
    assert_eq!(
        first.text,
        "Hello, this is an automated assistant calling for Acme."
    );
    assert!(report.cost.is_some_and(|cost| cost.micros > 0));
    assert!(report.turns.len() >= 3, "{:?}", report.turns);
    assert!(
        report.turns.iter().all(|turn| turn.transport_ms <= 100),
        "{:?}",
        report.turns
    );
    let tape = callee.tape();
    assert!(
        tape.agent.iter().filter(|heard| **heard).count() > 30,
        "the callee hears the agent"
    );
    let rows = own.stand.store.workspace(own.workspace().clone());
    let (call, id) = (own.call.clone(), own.call.clone());
    let (bookings, lines) = rows
        .read(move |tx| Ok((tx.bookings().of_call(&call)?, tx.conversations().said(&id)?)))
        .await
        .unwrap();
    assert_eq!(bookings.len(), 1);
    assert!(lines.len() >= 5, "lines are kept while they talk: {lines:?}");
    for _ in 0..LOOKS {
        let row = own.stand.call(&own.call).await;
        if row
            .recording
            .as_ref()
            .is_some_and(|file| file.duration_ms.is_some())
        {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
    panic!("the talk is not recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_no_more_calls_gets_none() {
    let own = Own::rung(Wish::of(Attitude::OptsOut)).await;
    let (talk, _, _callee) = own.held(Habit::Answers).await;
    assert_eq!(talk.result, Some(LeadResult::DoNotCall));
    let rows = own.stand.store.workspace(own.workspace().clone());
    let number = PhoneNumber::from_e164(NUMBER).unwrap();
    assert!(rows.read(move |tx| tx.dnc().contains(&number)).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_speaks_silences_our_agent_within_a_fifth_of_a_second() {
    let own = Own::rung(Wish::of(Attitude::OtherTime)).await;
    let (_, report, callee) = own.held(Habit::Interrupts).await;
    let tape = callee.tape();
    let mut stills = Vec::new();
    for nth in 1..tape.callee.len() {
        if tape.callee[nth] && !tape.callee[nth - 1] && tape.agent[nth - 1] {
            let still = tape.agent[nth..].iter().take_while(|heard| **heard).count();
            stills.push(still);
        }
    }
    // What must be heard is not cut off, and a machine that is busy adds to the time; one cut shows what it takes.
    let quickest = stills.iter().min().expect("somebody is interrupted");
    assert!(*quickest <= 10, "frames until it was silent: {stills:?}");
    assert!(
        report.transcript.iter().any(|said| said.text.ends_with('…')),
        "{:#?}",
        report.transcript
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_with_linear_audio_hears_is_heard_and_is_told_how_much_was() {
    let own = Own::rung(Wish {
        audio: AudioFormat::Pcm24k,
        ..Wish::of(Attitude::OtherTime)
    })
    .await;
    let (_, report, callee) = own.held(Habit::Interrupts).await;
    let session = own.session().await;
    for side in ["input", "output"] {
        assert_eq!(session["settings"]["audio"][side]["format"]["type"], "audio/pcm");
    }
    let tape = callee.tape();
    let heard = tape.agent.iter().filter(|heard| **heard).count();
    assert!(heard > 30, "the callee hears the agent: {heard}");
    assert!(
        report
            .transcript
            .iter()
            .any(|said| said.speaker == Speaker::Callee),
        "the model hears the callee: {:#?}",
        report.transcript
    );
    // Milliseconds of audio are milliseconds, whatever a millisecond weighs.
    let frames = u64::try_from(tape.agent.len()).unwrap();
    assert!(
        session["audioMs"].as_u64().unwrap() <= frames * 20 + 200,
        "{session:#}"
    );
    let received = session["received"].as_array().unwrap();
    let cut: Vec<u64> = received
        .iter()
        .filter(|event| event["type"] == "conversation.item.truncate")
        .map(|event| event["audio_end_ms"].as_u64().unwrap())
        .collect();
    // The callee speaks twenty frames into whatever the agent says; what it had to say takes a second and more.
    assert!(!cut.is_empty(), "nobody was interrupted");
    assert!(cut.iter().any(|ms| (200..=1_200).contains(ms)), "{cut:?}");
    assert!(
        report.transcript.iter().any(|said| said.text.ends_with('…')),
        "{:#?}",
        report.transcript
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_time_ends_the_call_by_the_usual_errand() {
    let own = Own::rung(Wish {
        longest_s: 4,
        ..Wish::of(Attitude::Undecided)
    })
    .await;
    let (_, report, _callee) = own.held(Habit::Listens).await;
    assert_eq!(report.reason, "longest-time-over");
    let row = own.stand.call(&own.call).await;
    assert!(row.call.facts.hang_up_requested_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callee_who_hangs_up_ends_the_talk() {
    let own = Own::rung(Wish::of(Attitude::Accepts)).await;
    let callee = own.answered(Habit::Listens).await;
    for _ in 0..LOOKS {
        if callee.tape().agent.iter().any(|heard| *heard) {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    drop(callee);
    own.stand.tell(&own.leg, LegStatus::Completed).await;
    let talk = own.until_settled().await;
    assert_eq!(talk.report.unwrap().reason, "callee-hung-up");
    assert_eq!(
        talk.result,
        Some(LeadResult::NoAnswer),
        "somebody who said nothing was not reached"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callee_whose_model_is_lost_is_told_so_and_the_reason_is_kept() {
    let own = Own::rung(Wish::of(Attitude::Accepts)).await;
    // Between the ring and the answer the key was withdrawn.
    own.use_key("sk-wrong");
    let (talk, report, _callee) = own.held(Habit::Listens).await;
    let away = own.stand.engine.services().speech_away(own.workspace());
    assert_eq!(away.map(|away| away.why).as_deref(), Some("refused with 401"));
    assert_eq!(report.reason, "model-lost: refused with 401");
    assert_eq!(
        (report.finding, talk.result),
        (Finding::NotConnected, Some(LeadResult::Failed))
    );
    let directions = own.stand.carrier().directions();
    let said = directions.iter().flat_map(|(_, list)| list);
    assert!(
        said.clone().any(|one| matches!(one, Instruction::Say { .. })),
        "{directions:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_is_left_to_the_calls_own_machine() {
    let own = Own::rung(Wish::of(Attitude::Accepts)).await;
    let _callee = own.answered(Habit::Listens).await;
    let verdict = Event::Verdict {
        verdict: AmdVerdict::Machine,
    };
    let webhook = own.stand.carrier().notify(&own.leg, &verdict);
    let events = own.stand.parse(&webhook);
    own.stand.engine.take_in(own.workspace(), events).await.unwrap();
    own.until_hung_up().await;
    let talk = own.until_settled().await;
    assert_eq!(talk.report.unwrap().finding, Finding::Voicemail);
    assert_eq!(talk.result, Some(LeadResult::Voicemail));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_records_gets_what_the_agent_leaves() {
    let own = Own::rung(Wish {
        on_machine: OnMachine::LeaveMessage,
        ..Wish::of(Attitude::Accepts)
    })
    .await;
    let _callee = own.answered(Habit::Listens).await;
    let verdict = Event::Verdict {
        verdict: AmdVerdict::MachineReady,
    };
    let webhook = own.stand.carrier().notify(&own.leg, &verdict);
    let events = own.stand.parse(&webhook);
    own.stand.engine.take_in(own.workspace(), events).await.unwrap();
    for _ in 0..LOOKS {
        if !own.stand.carrier().directions().is_empty() {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    let directions = own.stand.carrier().directions();
    let Some((_, said)) = directions.first() else {
        panic!("nothing is left");
    };
    assert!(
        matches!(&said[0], Instruction::Say { text, .. } if text == "This is Acme. We will try again."),
        "{said:?}"
    );
    own.stand.tell(&own.leg, LegStatus::Completed).await;
    let talk = own.until_settled().await;
    assert_eq!(talk.result, Some(LeadResult::Voicemail));
    assert!(
        own.stand.carrier().hang_ups().is_empty(),
        "the message is not cut off"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_comes_in_once() {
    let own = Own::rung(Wish::of(Attitude::Accepts)).await;
    let callee = own.answered(Habit::Listens).await;
    let again = own.stand.engine.attach_stream(&own.call, &own.token).map(drop);
    assert_eq!(again, Err(StreamRefusal::Token));
    drop(callee);
    own.stand.tell(&own.leg, LegStatus::Completed).await;
    own.until_settled().await;
}

pub const KEY: &str = "sk-sandbox-0123456789";
const POPULATION: &str = "name = \"model\"\n[speech]\nms_per_character = 15\nlongest_ms = 4000\nplay_ms = 200\n\
                          [last_digit]\n0 = \"human\"\n";
const LOOK: Duration = Duration::from_millis(20);
/// Half a minute.
const LOOKS: u32 = 1_500;
