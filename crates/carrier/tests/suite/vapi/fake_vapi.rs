//! A very small Vapi in memory: enough of its REST face and messages to judge an adapter.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use http::Method;
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use outdial_carrier::testing::conformance::{FakeNetwork, Fault, Person, Proof};
use outdial_carrier::{LegRef, WebhookRequest};
use outdial_domain::Timestamp;
use outdial_domain::phone::PhoneNumber;
use serde_json::{Value, json};
use url::Url;

use super::bench::{API_KEY, request};
use super::description;
use crate::bench::{CALLER_ID, answer_under, number, number_of};

pub struct FakeVapi {
    now: AtomicI64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    calls: Vec<FakeCall>,
    fault: Option<Fault>,
    webhooks: VecDeque<WebhookRequest>,
}

struct FakeCall {
    document: Value,
    server: Value,
    rung: bool,
}

impl FakeVapi {
    pub fn new() -> Self {
        Self {
            now: AtomicI64::new(1_795_000_000),
            state: Mutex::default(),
        }
    }

    /// Every request takes a second.
    fn tick(&self) -> Timestamp {
        Timestamp((self.now.fetch_add(1, Ordering::SeqCst) + 1) * 1_000_000)
    }

    fn create(&self, order: &Value) -> (u16, Value) {
        let to = order["customer"]["number"].as_str().unwrap().to_owned();
        let now = self.tick().to_string();
        if to.starts_with("+1415999") {
            let said = json!(["customer.number must be a valid phone number in the E.164 format"]);
            return (
                400,
                json!({ "message": said, "error": "Bad Request", "statusCode": 400 }),
            );
        }
        let mut state = self.state.lock().unwrap();
        let id = format!("00000000-0000-4000-8000-{:012}", state.calls.len() + 1);
        let mut call = FakeCall {
            document: json!({
                "id": id, "orgId": "org", "type": "outboundPhoneCall", "status": "queued", "customer": { "number": to },
                "createdAt": now, "updatedAt": now,
                "monitor": { "controlUrl": format!("https://api.vapi.ai/control/{id}") },
            }),
            server: order["assistantOverrides"]["server"].clone(),
            rung: true,
        };
        let answer = call.document.clone();
        for (status, reason) in life(&to) {
            let webhooks = call.tell(status, reason, self.tick());
            state.webhooks.extend(webhooks);
        }
        state.calls.push(call);
        (201, answer)
    }

    fn end(&self, path: &str) -> (u16, Value) {
        let at = self.tick();
        let mut state = self.state.lock().unwrap();
        let id = path.rsplit('/').next().unwrap();
        let call = state
            .calls
            .iter_mut()
            .find(|call| call.document["id"] == id)
            .unwrap();
        let webhooks = call.tell("ended", "manually-canceled", at);
        state.webhooks.extend(webhooks);
        (200, json!({}))
    }

    fn read(&self, url: &Url) -> (u16, Value) {
        let state = self.state.lock().unwrap();
        match url.path().rsplit_once('/').unwrap() {
            ("", "call") => {
                let calls: Vec<&Value> = state.calls.iter().map(|call| &call.document).collect();
                (200, json!(calls))
            }
            ("/call", id) => match state.calls.iter().find(|call| call.document["id"] == id) {
                Some(call) => (200, call.document.clone()),
                None => (404, json!({ "message": "Not Found", "statusCode": 404 })),
            },
            ("/phone-number", _) => (200, json!({ "number": CALLER_ID, "status": "active" })),
            (_, _) => (200, json!({ "name": "Appointments" })),
        }
    }

    fn answer(&self, request: &HttpRequest) -> (u16, Value) {
        let url = Url::parse(&request.url).unwrap();
        let is_control = url.path().starts_with("/control/");
        let authorization = request.headers.get("authorization");
        match is_control {
            true => assert_eq!(authorization, None, "the key left the API"),
            false => assert_eq!(authorization.unwrap(), &format!("Bearer {API_KEY}")),
        }
        match (&request.method, is_control) {
            (&Method::POST, false) => self.create(&serde_json::from_slice(&request.body).unwrap()),
            (&Method::POST, true) => self.end(url.path()),
            _ => self.read(&url),
        }
    }
}

impl FakeCall {
    fn tell(&mut self, status: &str, reason: &str, at: Timestamp) -> Vec<WebhookRequest> {
        let call = &mut self.document;
        call["status"] = status.into();
        call["updatedAt"] = at.to_string().into();
        let ms = at.0 / 1_000;
        let mut update = json!({ "type": "status-update", "status": status, "timestamp": ms });
        if status == "in-progress" {
            call["startedAt"] = at.to_string().into();
        }
        let mut messages = Vec::new();
        if status == "ended" {
            call["endedReason"] = reason.into();
            call["endedAt"] = at.plus_seconds(3).to_string().into();
            update["endedReason"] = reason.into();
            messages.push(update);
            messages.push(json!({
                "type": "end-of-call-report", "endedReason": reason, "timestamp": ms + 5_000, "startedAt": call["startedAt"],
                "endedAt": call["endedAt"], "artifact": { "messages": [] }, "analysis": {}, "cost": 0.05,
            }));
        } else {
            messages.push(update);
        }
        let call = call.clone();
        messages
            .into_iter()
            .map(|mut message| {
                message["call"] = call.clone();
                let secret = self.server["headers"]["x-vapi-secret"].as_str().unwrap();
                let body = json!({ "message": message }).to_string();
                request(self.server["url"].as_str().unwrap(), body.into(), &[secret])
            })
            .collect()
    }
}

#[async_trait]
impl HttpTransport for FakeVapi {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        description::check(&request);
        let is_create = request.method == Method::POST && request.url.ends_with("/call");
        let fault = if is_create {
            self.state.lock().unwrap().fault.take()
        } else {
            None
        };
        let too_fast = (
            400,
            json!({ "message": "Over Concurrency Limit.", "statusCode": 400 }),
        );
        answer_under(fault, too_fast, || self.answer(&request))
    }
}

#[async_trait]
impl FakeNetwork for FakeVapi {
    fn number(&self, person: Person, index: u32) -> PhoneNumber {
        number_of(person, index)
    }

    fn caller_id(&self) -> PhoneNumber {
        number(CALLER_ID)
    }

    fn unknown_leg(&self) -> LegRef {
        LegRef("ffffffff-0000-4000-8000-ffffffffffff".to_owned())
    }

    fn proof(&self) -> Proof {
        Proof::Sender {
            header: "x-vapi-secret",
        }
    }

    fn now(&self) -> Timestamp {
        self.tick()
    }

    async fn spoil_next(&self, fault: Fault) -> bool {
        self.state.lock().unwrap().fault = Some(fault);
        true
    }

    async fn times_rung(&self, number: &PhoneNumber) -> usize {
        let state = self.state.lock().unwrap();
        let rung = |call: &&FakeCall| call.rung && call.document["customer"]["number"] == number.e164();
        state.calls.iter().filter(rung).count()
    }

    async fn next_webhook(&self) -> Option<WebhookRequest> {
        self.state.lock().unwrap().webhooks.pop_front()
    }
}

/// What happens after an order, by itself and at once.
fn life(to: &str) -> &'static [(&'static str, &'static str)] {
    match &to[5..8] {
        "551" => &[
            ("ringing", ""),
            ("in-progress", ""),
            ("ended", "customer-ended-call"),
        ],
        "552" => &[("ringing", ""), ("in-progress", "")],
        "553" => &[("ended", "customer-busy")],
        _ => &[("ringing", ""), ("ended", "customer-did-not-answer")],
    }
}
