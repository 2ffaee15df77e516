//! A talk whose server, line and clock are played by the test.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use outdial_domain::Timestamp;
use outdial_domain::voice_agent::{Speaker, ToolReply, Utterance};
use serde_json::{Value, json};

use crate::realtime::{Action, Ending, Input, ServerEvent, Session, Terms};
use crate::shipped::{APPOINTMENTS, shipped};

pub struct Talk {
    pub session: Session,
    pub now: Timestamp,
    /// Everything that was wanted since it was last looked at.
    pub wanted: Vec<Action>,
}

pub fn terms() -> Terms {
    let variables = [
        ("agent_name", "Sam"),
        ("agent_company", "Acme"),
        ("lead_contact_name", "Ada"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Terms {
        transcriber: "gpt-4o-mini-transcribe".to_owned(),
        ..Terms::new(
            &shipped(APPOINTMENTS).unwrap(),
            &BTreeMap::from(variables),
            "gpt-realtime-2",
        )
    }
}

impl Talk {
    pub fn begun(terms: Terms) -> Self {
        let now = START;
        let (session, wanted) = Session::begin(terms, now);
        Self { session, now, wanted }
    }

    /// The agent has said its first words.
    pub fn greeted() -> Self {
        let mut talk = Self::begun(terms());
        talk.tell(&json!({"type": "session.updated"}));
        talk.speaks("greet", 1_000, "Hello, this is Sam.");
        talk.plays(1_000);
        talk.look();
        talk
    }

    pub fn give(&mut self, input: Input<'_>) {
        self.wanted.extend(self.session.step(input, self.now));
    }

    pub fn tell(&mut self, event: &Value) {
        let event = ServerEvent::read(&event.to_string()).unwrap();
        self.give(Input::Server(event));
    }

    pub fn wait(&mut self, ms: i64) {
        // A wake each second is what a coarse clock would do.
        let mut left = ms;
        while left > 0 {
            let step = left.min(1_000);
            self.now = self.now.plus_ms(step);
            left -= step;
            self.give(Input::Tick);
        }
    }

    pub fn response(&mut self, id: &str) {
        self.tell(&json!({"type": "response.created", "response": {"id": id}}));
    }

    pub fn delta(&mut self, id: &str, ms: usize) {
        let audio = STANDARD.encode(vec![0; ms * 8]);
        let event = json!({"type": "response.output_audio.delta", "response_id": id,
            "item_id": format!("item-{id}"), "delta": audio});
        self.tell(&event);
    }

    pub fn words(&mut self, id: &str, text: &str) {
        let event = json!({"type": "response.output_audio_transcript.done", "response_id": id,
            "item_id": format!("item-{id}"), "transcript": text});
        self.tell(&event);
    }

    pub fn done(&mut self, id: &str, status: &str) {
        self.done_with(id, status, &json!([]));
    }

    pub fn done_with(&mut self, id: &str, status: &str, output: &Value) {
        let usage = json!({
            "input_token_details": {"text_tokens": 100, "audio_tokens": 10, "cached_tokens": 0},
            "output_token_details": {"text_tokens": 10, "audio_tokens": 50}});
        self.tell(&json!({"type": "response.done",
            "response": {"id": id, "status": status, "output": output, "usage": usage}}));
    }

    /// A whole response, faster than it sounds.
    pub fn speaks(&mut self, id: &str, ms: usize, text: &str) {
        self.response(id);
        self.delta(id, ms);
        self.words(id, text);
        self.done(id, "completed");
    }

    /// The line plays for so long.
    pub fn plays(&mut self, ms: i64) {
        for _ in 0..ms / 20 {
            self.now = self.now.plus_ms(20);
            self.give(Input::Heard(&[0xff; 160]));
            self.give(Input::Played(160));
        }
    }

    pub fn callee_speaks(&mut self, item: &str) {
        self.tell(&json!({"type": "input_audio_buffer.speech_started", "item_id": item}));
    }

    pub fn callee_pauses(&mut self, item: &str) {
        self.tell(&json!({"type": "input_audio_buffer.speech_stopped", "item_id": item}));
    }

    pub fn written_down(&mut self, item: &str, text: &str) {
        self.tell(&json!({"type": "conversation.item.input_audio_transcription.completed", "item_id": item,
            "transcript": text, "usage": {"type": "tokens", "input_tokens": 10, "output_tokens": 5, "total_tokens": 15}}));
    }

    pub fn answers(&mut self, id: &str, result: Result<&str, &str>) {
        self.give(Input::Answered(ToolReply {
            id: id.to_owned(),
            name: String::new(),
            result: result.map(str::to_owned).map_err(str::to_owned),
        }));
    }

    /// What was wanted since the last look, in a word each; audio of the callee is left out.
    pub fn look(&mut self) -> Vec<String> {
        let wanted = std::mem::take(&mut self.wanted);
        wanted.iter().filter_map(word).collect()
    }

    pub fn ended(&self) -> Option<Ending> {
        self.session.ending.clone()
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is left out is named")]
fn word(action: &Action) -> Option<String> {
    Some(match action {
        Action::Send(event) => match event["type"].as_str().unwrap() {
            "session.update" => {
                let detection = &event["session"]["audio"]["input"]["turn_detection"];
                format!(
                    "turns: {}",
                    if detection["create_response"] == true {
                        "theirs"
                    } else {
                        "ours"
                    }
                )
            }
            "response.create" => {
                let label = event["response"]["metadata"]["purpose"].as_str().unwrap();
                format!("create: {label}")
            }
            "response.cancel" => format!("cancel: {}", event["response_id"].as_str().unwrap()),
            "conversation.item.truncate" => {
                format!(
                    "truncate: {} at {}",
                    event["item_id"].as_str().unwrap(),
                    event["audio_end_ms"]
                )
            }
            "conversation.item.create" => {
                let item = &event["item"];
                format!(
                    "output: {} {}",
                    item["call_id"].as_str().unwrap(),
                    item["output"].as_str().unwrap()
                )
            }
            other => panic!("{other} is not known here"),
        },
        Action::Play(audio) => format!("play: {}", audio.len() / 8),
        Action::StopPlaying => "stop".to_owned(),
        Action::Ask(request) => format!("ask: {} {}", request.id, request.name),
        Action::Said(said) => line(said),
        Action::End(why) => format!("end: {}", why.reason()),
        _ => return None,
    })
}

pub fn line(said: &Utterance) -> String {
    let who = match said.speaker {
        Speaker::Agent => "agent",
        Speaker::Callee => "callee",
    };
    format!("{who}: {}", said.text)
}

pub fn call(id: &str, name: &str) -> Value {
    json!({"type": "function_call", "call_id": id, "name": name, "arguments": "{}", "status": "completed"})
}

pub const START: Timestamp = Timestamp(1_795_176_000_000_000);
