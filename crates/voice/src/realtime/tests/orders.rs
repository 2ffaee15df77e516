//! Events in any order: what must never happen, whatever a server sends.

use std::collections::{BTreeMap, BTreeSet};

use outdial_domain::voice_agent::ToolReply;
use proptest::prelude::*;
use serde_json::json;

use super::talk::{START, terms};
use crate::realtime::{Action, FunctionCall, Input, ServerEvent, Session, Status};

/// Something that may happen.
#[derive(Debug, Clone)]
enum Happening {
    Server(ServerEvent),
    Heard,
    Played(usize),
    Answer { nth: usize, works: bool },
    Wait(i64),
    CalleeLeft,
    Lost,
}

fn id() -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(|n| format!("r{n}"))
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        4 => Just(Status::Completed),
        2 => Just(Status::Cancelled),
        1 => Just(Status::Incomplete),
        1 => Just(Status::Failed("server_error".to_owned())),
    ]
}

fn call() -> impl Strategy<Value = FunctionCall> {
    (0..5_u8, any::<bool>(), any::<bool>()).prop_map(|(n, ends, is_whole)| FunctionCall {
        id: format!("c{n}"),
        name: if ends { "end_call" } else { "check_availability" }.to_owned(),
        arguments: "{".to_owned(),
        is_whole,
    })
}

fn server() -> impl Strategy<Value = ServerEvent> {
    prop_oneof![
        1 => Just(ServerEvent::SessionUpdated),
        1 => (any::<bool>(), 1..9_u8).prop_map(|(session, n)| ServerEvent::Error {
            code: "x".to_owned(),
            of: Some(if session { "session".to_owned() } else { format!("ask-{n}") }),
        }),
        4 => (id(), proptest::option::of(any::<i64>())).prop_map(|(item, at_ms)| ServerEvent::SpeechStarted { item, at_ms }),
        4 => (id(), proptest::option::of(any::<i64>())).prop_map(|(item, at_ms)| ServerEvent::SpeechStopped { item, at_ms }),
        2 => (id(), "[a-z ]{0,9}").prop_map(|(item, text)| ServerEvent::Transcribed { item, text, usage: json!({}) }),
        1 => id().prop_map(|item| ServerEvent::NotTranscribed { item }),
        6 => (id(), proptest::option::of("greeting|answer|goodbye|zz"))
            .prop_map(|(response, label)| ServerEvent::ResponseCreated { response, label }),
        2 => id().prop_map(|response| ServerEvent::ItemAdded { response }),
        8 => (id(), id(), 0..4_000_usize).prop_map(|(response, item, length)| ServerEvent::Audio {
            item: format!("{response}-{item}"), response, bytes: vec![1; length],
        }),
        3 => (id(), id(), "[a-z ]{0,30}").prop_map(|(response, item, text)| ServerEvent::AllWords {
            item: format!("{response}-{item}"), response, text,
        }),
        5 => (id(), status(), proptest::collection::vec(call(), 0..3)).prop_map(|(response, status, calls)| {
            ServerEvent::ResponseDone { response, status, calls, usage: json!(null) }
        }),
        1 => Just(ServerEvent::Other),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => server().prop_map(Happening::Server),
        3 => Just(Happening::Heard),
        6 => (0..4_000_usize).prop_map(Happening::Played),
        3 => (0..4_usize, any::<bool>()).prop_map(|(nth, works)| Happening::Answer { nth, works }),
        3 => (1..6_000_i64).prop_map(Happening::Wait),
        1 => Just(Happening::Wait(30_000)),
        1 => prop_oneof![Just(Happening::CalleeLeft), Just(Happening::Lost)],
    ]
}

/// What a talk did, as far as it is judged.
#[derive(Default)]
struct Judge {
    /// Responses that are over, or of which we threw the rest away.
    silenced: BTreeSet<String>,
    received: BTreeMap<String, usize>,
    waiting: usize,
    asked: BTreeSet<String>,
    open: Vec<String>,
    ends: usize,
}

impl Judge {
    fn see(&mut self, cause: &Happening, actions: &[Action], was_over: bool) {
        for action in actions {
            match action {
                Action::Play(bytes) => {
                    let Happening::Server(ServerEvent::Audio { response, item, .. }) = cause else {
                        panic!("audio out of nothing");
                    };
                    assert!(
                        !self.silenced.contains(response),
                        "audio of {response}, which is over"
                    );
                    *self.received.entry(item.clone()).or_default() += bytes.len();
                    self.waiting += bytes.len();
                }
                Action::StopPlaying => self.waiting = 0,
                Action::Ask(request) => {
                    assert!(
                        self.asked.insert(request.id.clone()),
                        "{} is asked twice",
                        request.id
                    );
                    self.open.push(request.id.clone());
                }
                Action::End(_) => self.ends += 1,
                Action::Send(event) => match event["type"].as_str().unwrap() {
                    "response.cancel" => {
                        self.silenced
                            .insert(event["response_id"].as_str().unwrap().to_owned());
                    }
                    "conversation.item.truncate" => {
                        let received = self.received[event["item_id"].as_str().unwrap()];
                        let heard = event["audio_end_ms"].as_u64().unwrap() * 8;
                        assert!(heard <= received as u64, "more was heard than there was");
                    }
                    _ => {}
                },
                Action::SendAudio(_) => assert!(!was_over),
                Action::Said(said) => assert!(!said.text.is_empty()),
                Action::Turn(turn) => assert!(turn.total_ms() < 3_600_000),
            }
        }
        if let Happening::Server(ServerEvent::ResponseDone { response, .. }) = cause {
            self.silenced.insert(response.clone());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_comes_the_rules_hold(happenings in proptest::collection::vec(happening(), 1..120), discloses: bool) {
        let mut terms = terms();
        terms.discloses = discloses;
        let mut now = START;
        let (mut session, first) = Session::begin(terms, now);
        prop_assert_eq!(first.len(), 1);
        let mut judge = Judge::default();
        let begin = Happening::Server(ServerEvent::SessionUpdated);
        let happenings = std::iter::once(begin).chain(happenings);
        for happening in happenings {
            let was_over = session.is_over();
            let mut outputs = 0;
            let actions = match &happening {
                Happening::Server(event) => session.step(Input::Server(event.clone()), now),
                Happening::Heard => session.step(Input::Heard(&[0xff; 160]), now),
                Happening::Played(bytes) => {
                    let played = (*bytes).min(judge.waiting);
                    judge.waiting -= played;
                    session.step(Input::Played(played), now)
                }
                Happening::Answer { nth, works } => {
                    let Some(id) = judge.open.get(*nth).cloned() else { continue };
                    judge.open.remove(*nth);
                    outputs = usize::from(!was_over);
                    let result = if *works { Ok("Done.".to_owned()) } else { Err("No.".to_owned()) };
                    session.step(Input::Answered(ToolReply { id, name: String::new(), result }), now)
                }
                Happening::Wait(ms) => {
                    now = now.plus_ms(*ms);
                    session.step(Input::Tick, now)
                }
                Happening::CalleeLeft => session.step(Input::CalleeLeft, now),
                Happening::Lost => session.step(Input::ConnectionLost { why: "gone".to_owned() }, now),
            };
            judge.see(&happening, &actions, was_over);
            let sent = actions.iter().filter(|action| {
                matches!(action, Action::Send(event) if event["type"] == "conversation.item.create")
            });
            prop_assert_eq!(sent.count(), outputs, "each answer is handed over once");
            if was_over {
                let loud = actions.iter().any(|action| matches!(action, Action::Play(_) | Action::Ask(_) | Action::End(_)));
                prop_assert!(!loud, "{:?}", actions);
            }
        }
        prop_assert!(judge.ends <= 1);
        prop_assert_eq!(judge.ends == 1, session.is_over());
        // Silence, the longest time and a silent server end every talk.
        for _ in 0..400 {
            now = now.plus_ms(1_000);
            let actions = session.step(Input::Tick, now);
            judge.see(&Happening::Wait(1_000), &actions, false);
        }
        prop_assert_eq!(judge.ends, 1);
        let report = session.report(now);
        let times: Vec<i64> = report.transcript.iter().filter_map(|said| said.from_ms).collect();
        prop_assert!(times.is_sorted());
    }

    #[test]
    fn no_text_is_too_strange_to_be_read(text in ".{0,200}") {
        let _ = ServerEvent::read(&text);
        let _ = ServerEvent::read(&json!({"type": text, "response": text, "delta": text}).to_string());
    }
}
