//! One session from its opening to its end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until, timeout};

use super::account::RealtimeAccount;
use super::book::Page;
use super::hearing::{Hearing, Noticed};
use super::programme::Programme;
use super::response::{Pace, Response};
use super::script::{Reply, Script};
use super::settings::Settings;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// One session.
pub(super) struct Session {
    sandbox: Arc<Sandbox>,
    account: RealtimeAccount,
    page: Arc<Mutex<Page>>,
    nth: u64,
    settings: Settings,
    hearing: Hearing,
    /// There from the first settings on, which say whom the model talks with.
    script: Option<Script>,
    /// Their number, if the settings name one.
    phone: Option<String>,
    active: Option<Response>,
    programme: Programme,
    /// Transcripts come beside whatever is being said.
    transcripts: Programme,
    /// How long what was said in each item is, in milliseconds.
    spoken: BTreeMap<String, u64>,
    /// What tools have answered since the last response.
    outputs: Vec<String>,
    speaking_item: Option<String>,
    counted: u64,
    out: Vec<Value>,
}

type Sink = SplitSink<WebSocket, Message>;

impl Session {
    /// Serves the socket until it is closed, or a fault cuts it.
    pub(super) async fn serve(
        sandbox: Arc<Sandbox>,
        account: RealtimeAccount,
        model: String,
        nth: u64,
        page: Arc<Mutex<Page>>,
        socket: WebSocket,
    ) {
        let mut session = Self {
            settings: Settings::new(&model),
            sandbox,
            account,
            page,
            nth,
            hearing: Hearing::default(),
            script: None,
            phone: None,
            active: None,
            programme: Programme::default(),
            transcripts: Programme::default(),
            spoken: BTreeMap::new(),
            outputs: Vec::new(),
            speaking_item: None,
            counted: 0,
            out: Vec::new(),
        };
        session.run(socket).await;
        if let Some(phone) = session.phone.take() {
            lock(&session.sandbox.waits).end(&phone);
        }
        lock(&session.page).is_open = false;
    }

    async fn run(&mut self, socket: WebSocket) {
        let fate = self.sandbox.faults().realtime_fate(self.sandbox.seed, self.nth);
        let cut_at = fate
            .cut_after_ms
            .map(|ms| Instant::now() + Duration::from_millis(ms));
        let (mut sink, mut source) = socket.split();
        let session = self.settings.document().clone();
        self.tell(json!({"type": "session.created", "session": session}));
        loop {
            for event in std::mem::take(&mut self.out) {
                let written = self.number(event).to_string();
                if fate.malformed && !send(&mut sink, &written[..written.len() / 2]).await {
                    return;
                }
                if !send(&mut sink, &written).await {
                    return;
                }
            }
            tokio::select! {
                biased;
                () = reached(cut_at) => return,
                message = source.next() => match message {
                    Some(Ok(Message::Text(text))) => self.hear(&text, fate.slow_ms),
                    Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                },
                event = self.transcripts.next() => self.tell(event),
                event = self.programme.next() => {
                    self.note_audio(&event);
                    self.tell(event);
                    if self.programme.is_empty() {
                        self.finish("completed", None);
                    }
                }
            }
        }
    }

    fn tell(&mut self, event: Value) {
        self.out.push(event);
    }

    fn number(&mut self, mut event: Value) -> Value {
        event["event_id"] = self.id("event").into();
        event
    }

    fn id(&mut self, kind: &str) -> String {
        self.counted += 1;
        format!("{kind}_{}{:04}", self.nth, self.counted)
    }

    fn hear(&mut self, text: &str, slow_ms: u64) {
        let Ok(event) = serde_json::from_str::<Value>(text) else {
            return self.object(&Value::Null, "invalid_json", "The event is no JSON.");
        };
        let kind = event["type"].as_str().unwrap_or_default().to_owned();
        if kind == "input_audio_buffer.append" {
            return self.listen(&event, slow_ms);
        }
        lock(&self.page).note(&event);
        match kind.as_str() {
            "session.update" => self.set(&event),
            "response.create" if self.active.is_some() => self.object(
                &event,
                "conversation_already_has_active_response",
                "Conversation already has an active response in progress.",
            ),
            "response.create" => self.respond(&event["response"], slow_ms),
            "response.cancel" if self.active.is_some() => self.cancel("client_cancelled"),
            "response.cancel" => self.object(
                &event,
                "response_cancel_not_active",
                "Cancellation failed: no active response found.",
            ),
            "conversation.item.create" => self.take_item(&event),
            "conversation.item.truncate" => self.truncate(&event),
            _ => {
                let why = format!("Invalid value: '{kind}'.");
                self.object(&event, "invalid_value", &why);
            }
        }
    }

    fn object(&mut self, event: &Value, code: &str, why: &str) {
        self.tell(json!({"type": "error", "error": {
            "type": "invalid_request_error", "code": code, "message": why, "param": null, "event_id": event["event_id"],
        }}));
    }

    fn set(&mut self, event: &Value) {
        if let Err((code, why, _)) = self.settings.change(&event["session"]) {
            return self.object(event, code, &why);
        }
        let document = self.settings.document().clone();
        lock(&self.page).settings = document.clone();
        if self.script.is_none() {
            self.phone = phone_in(self.settings.instructions());
            let attitude = self.phone.as_deref().map_or(self.account.attitude, |phone| {
                lock(&self.sandbox.waits).begin(phone);
                self.sandbox.population.attitude(self.sandbox.seed, phone)
            });
            self.script = Some(Script::new(attitude));
        }
        self.tell(json!({"type": "session.updated", "session": document}));
    }

    fn listen(&mut self, event: &Value, slow_ms: u64) {
        let audio = event["audio"]
            .as_str()
            .and_then(|audio| STANDARD.decode(audio).ok());
        let Some(audio) = audio else {
            return self.object(event, "invalid_value", "The audio is no Base64.");
        };
        lock(&self.page).audio_ms += (audio.len() / self.settings.input.bytes_per_ms()) as u64;
        if !self.settings.listens() {
            return;
        }
        let pause_ms = self.settings.pause_ms();
        let noticed = self.hearing.hear(&audio, self.settings.input, pause_ms);
        if self.hearing.ends_loud()
            && let Some(phone) = &self.phone
        {
            lock(&self.sandbox.waits).arrives(phone, Instant::now());
        }
        for noticed in noticed {
            match noticed {
                Noticed::Begins { at_ms } => {
                    let item = self.id("item");
                    self.speaking_item = Some(item.clone());
                    self.tell(json!({"type": "input_audio_buffer.speech_started", "audio_start_ms": at_ms, "item_id": item}));
                    if self.active.is_some() && self.settings.interrupts_response() {
                        self.cancel("turn_detected");
                    }
                }
                Noticed::Pauses { at_ms, spoke_ms } => self.turn(at_ms, spoke_ms, slow_ms),
            }
        }
    }

    /// The callee has finished: what they said becomes part of the conversation.
    fn turn(&mut self, at_ms: u64, spoke_ms: u64, slow_ms: u64) {
        let Some(item) = self.speaking_item.take() else {
            return;
        };
        self.tell(
            json!({"type": "input_audio_buffer.speech_stopped", "audio_end_ms": at_ms, "item_id": item}),
        );
        self.tell(json!({"type": "input_audio_buffer.committed", "previous_item_id": null, "item_id": item}));
        let document = json!({"id": item, "object": "realtime.item", "type": "message", "status": "completed",
            "role": "user", "content": [{"type": "input_audio", "transcript": null}]});
        self.tell(json!({"type": "conversation.item.added", "previous_item_id": null, "item": document}));
        self.tell(json!({"type": "conversation.item.done", "previous_item_id": null, "item": document}));
        let said = self.script.as_mut().map_or("", Script::hears);
        if self.settings.transcribes() {
            let (heard, written) = (spoke_ms.div_ceil(100), said.len() / 4);
            let event = json!({
                "type": "conversation.item.input_audio_transcription.completed", "item_id": item, "content_index": 0,
                "transcript": said, "usage": {"type": "tokens", "total_tokens": heard + written as u64,
                    "input_tokens": heard, "output_tokens": written,
                    "input_token_details": {"text_tokens": 0, "audio_tokens": heard}},
            });
            self.transcripts.add(WRITING_DOWN, event);
        }
        if self.settings.creates_response() && self.active.is_none() {
            self.respond(&Value::Null, slow_ms);
        }
    }

    fn respond(&mut self, wish: &Value, slow_ms: u64) {
        let now = self.sandbox.now();
        let outputs = std::mem::take(&mut self.outputs);
        let told = wish["instructions"].as_str();
        let reply = match (told, self.script.as_mut()) {
            (Some(told), _) => Reply::says(told.split_once(EXACTLY).map_or(told, |(_, words)| words).trim()),
            (None, Some(script)) => match outputs.last() {
                Some(output) => script.goes_on(output),
                None => script.answer(now),
            },
            (None, None) => Reply::says("Hello."),
        };
        let reply = self.possible(reply, wish["tool_choice"] == "none");
        let mut response = Response::new(&self.id("resp"), &wish["metadata"]);
        let created = response.document("in_progress", None);
        self.tell(json!({"type": "response.created", "response": created}));
        let pace = Pace {
            thinks: THINKS + Duration::from_millis(slow_ms),
        };
        let speech_ms = reply
            .text
            .as_ref()
            .map_or(0, |text| self.sandbox.population.speech.lasts_ms(text));
        let (mut counted, nth) = (self.counted, self.nth);
        let mut id = |kind: &str| {
            counted += 1;
            format!("{kind}_{nth}{counted:04}")
        };
        response.perform(
            &reply,
            speech_ms,
            self.settings.output,
            pace,
            &mut id,
            &mut self.programme,
        );
        self.counted = counted;
        self.active = Some(response);
    }

    /// Only tools that the model was given can be asked.
    fn possible(&self, mut reply: Reply, talks_only: bool) -> Reply {
        let settings = &self.settings;
        reply
            .calls
            .retain(|(name, _)| !talks_only && settings.has_tool(name));
        if reply == Reply::default() {
            return Reply::says("I am sorry, I cannot do that.");
        }
        reply
    }

    /// Counts what was sent of an item, so that it is known how much of it can be heard.
    fn note_audio(&mut self, event: &Value) {
        if event["type"] == "response.output_audio.delta"
            && let (Some(item), Some(delta)) = (event["item_id"].as_str(), event["delta"].as_str())
        {
            if let Some(phone) = &self.phone {
                lock(&self.sandbox.waits).answers(phone, Instant::now());
            }
            let bytes = delta.len() / 4 * 3;
            let ms = (bytes / self.settings.output.bytes_per_ms()) as u64;
            *self.spoken.entry(item.to_owned()).or_default() += ms;
        }
    }

    fn cancel(&mut self, reason: &str) {
        self.programme.clear();
        let asked = self.active.as_ref().is_some_and(|response| response.asks);
        if let Some(script) = self.script.as_mut().filter(|_| asked) {
            script.is_interrupted();
        }
        self.finish("cancelled", Some(reason));
    }

    fn finish(&mut self, status: &str, reason: Option<&str>) {
        let Some(mut response) = self.active.take() else {
            return;
        };
        response.uses(self.hearing.heard_ms(), self.settings.instructions());
        let document = response.document(status, reason);
        self.tell(json!({"type": "response.done", "response": document}));
    }

    fn take_item(&mut self, event: &Value) {
        let mut item = event["item"].clone();
        if item["type"] == "function_call_output" {
            self.outputs
                .push(item["output"].as_str().unwrap_or_default().to_owned());
        }
        item["id"] = self.id("item").into();
        for kind in ["conversation.item.added", "conversation.item.done"] {
            self.tell(json!({"type": kind, "previous_item_id": null, "item": item}));
        }
    }

    fn truncate(&mut self, event: &Value) {
        let heard_ms = event["audio_end_ms"].as_u64();
        let item = event["item_id"].as_str().unwrap_or_default();
        match (self.spoken.get_mut(item), heard_ms) {
            (None, _) => self.object(event, "item_not_found", "There is no such item."),
            (Some(spoken), Some(heard_ms)) if heard_ms <= *spoken => {
                *spoken = heard_ms;
                let told = json!({"type": "conversation.item.truncated", "item_id": item, "content_index": 0,
                    "audio_end_ms": heard_ms});
                self.tell(told);
            }
            (Some(spoken), _) => {
                let why = format!("Audio content of {spoken}ms is already shorter than that.");
                self.object(event, "invalid_value", &why);
            }
        }
    }
}

async fn send(sink: &mut Sink, text: &str) -> bool {
    matches!(
        timeout(SEND_LIMIT, sink.send(Message::text(text))).await,
        Ok(Ok(()))
    )
}

async fn reached(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// The first telephone number in a text.
fn phone_in(text: &str) -> Option<String> {
    text.split('+').skip(1).find_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (8..=15).contains(&digits.len()).then(|| format!("+{digits}"))
    })
}

/// How clients ask for words as they stand.
const EXACTLY: &str = "nothing else: ";
const THINKS: Duration = Duration::from_millis(200);
/// What was said is written down beside everything else.
const WRITING_DOWN: Duration = Duration::from_millis(300);
const SEND_LIMIT: Duration = Duration::from_secs(5);
