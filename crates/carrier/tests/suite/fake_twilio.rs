//! A very small Twilio in memory: enough of its REST face and webhooks to judge an adapter.

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

use crate::bench::{CALLER_ID, answer_under, form, number, number_of, signed_form};
use crate::openapi;

pub struct FakeTwilio {
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
    sid: String,
    to: String,
    status: &'static str,
    callback: String,
    created: Timestamp,
    told: u32,
}

impl FakeTwilio {
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

    fn create(&self, fields: &[(String, String)]) -> (u16, Value) {
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).unwrap().1.clone();
        let (to, created) = (field("To"), self.tick());
        let mut state = self.state.lock().unwrap();
        if to.starts_with("+1415999") {
            return (400, json!({ "code": 21211, "message": "invalid", "status": 400 }));
        }
        let callback = field("StatusCallback").split('#').next().unwrap().to_owned();
        let sid = format!("CA{:032x}", state.calls.len() + 1);
        let mut call = FakeCall {
            sid,
            to,
            status: "queued",
            callback,
            created,
            told: 0,
        };
        for status in life(&call.to) {
            let webhook = call.tell(status, created);
            state.webhooks.push_back(webhook);
        }
        let answer = call.json();
        state.calls.push(call);
        (201, answer)
    }

    fn update(&self, sid: &str, fields: &[(String, String)]) -> (u16, Value) {
        let at = self.tick();
        let mut state = self.state.lock().unwrap();
        let Some(call) = state.calls.iter_mut().find(|call| call.sid == sid) else {
            return not_found();
        };
        if matches!(call.status, "completed" | "busy" | "no-answer" | "canceled") {
            return (
                400,
                json!({ "code": 21220, "message": "not in progress", "status": 400 }),
            );
        }
        let answer = call.json();
        if fields
            .iter()
            .any(|(key, value)| key == "Status" && value == "completed")
        {
            let webhook = call.tell("completed", at);
            state.webhooks.push_back(webhook);
        }
        (200, answer)
    }

    fn read(&self, url: &Url) -> (u16, Value) {
        let state = self.state.lock().unwrap();
        let query = |name: &str| {
            url.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        let last = url.path().rsplit('/').next().unwrap();
        match last.strip_suffix(".json").unwrap() {
            "Calls" => {
                let wanted = |call: &&FakeCall| {
                    query("To").is_none_or(|to| to == call.to)
                        && query("Status").is_none_or(|status| status == call.status)
                };
                let calls: Vec<Value> = state.calls.iter().filter(wanted).map(FakeCall::json).collect();
                (200, json!({ "calls": calls, "next_page_uri": null }))
            }
            "IncomingPhoneNumbers" => (
                200,
                json!({ "incoming_phone_numbers": [{ "phone_number": CALLER_ID }] }),
            ),
            "Balance" => (200, json!({ "balance": "1.00", "currency": "USD" })),
            sid if sid.starts_with("AC") => (200, json!({ "status": "active", "friendly_name": "Fake" })),
            sid => match state.calls.iter().find(|call| call.sid == sid) {
                Some(call) => (200, call.json()),
                None => not_found(),
            },
        }
    }

    fn answer(&self, request: &HttpRequest) -> (u16, Value) {
        let url = Url::parse(&request.url).unwrap();
        let fields: Vec<(String, String)> = url::form_urlencoded::parse(&request.body).into_owned().collect();
        if request.method == Method::GET {
            return self.read(&url);
        }
        match url.path().rsplit_once("/Calls/") {
            Some((_, file)) => self.update(file.strip_suffix(".json").unwrap(), &fields),
            None => self.create(&fields),
        }
    }
}

impl FakeCall {
    fn tell(&mut self, status: &'static str, at: Timestamp) -> WebhookRequest {
        self.status = status;
        self.told += 1;
        let (sequence, timestamp) = (
            (self.told - 1).to_string(),
            jiff::fmt::rfc2822::to_string(&zoned(at)).unwrap(),
        );
        let mut fields = vec![
            ("CallSid", self.sid.as_str()),
            ("CallStatus", status),
            ("SequenceNumber", &sequence),
            ("Timestamp", &timestamp),
            ("CallbackSource", "call-progress-events"),
        ];
        if status == "completed" {
            fields.push(("CallDuration", "3"));
        }
        signed_form(&self.callback, &form(&fields))
    }

    fn json(&self) -> Value {
        json!({
            "sid": self.sid, "to": self.to, "status": self.status, "direction": "outbound-api", "duration": "3",
            "date_created": jiff::fmt::rfc2822::to_string(&zoned(self.created)).unwrap(),
        })
    }
}

#[async_trait]
impl HttpTransport for FakeTwilio {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        openapi::check(&request);
        let is_create = request.method == Method::POST && request.url.ends_with("/Calls.json");
        let fault = if is_create {
            self.state.lock().unwrap().fault.take()
        } else {
            None
        };
        let too_fast = (429, json!({ "code": 20429, "status": 429 }));
        answer_under(fault, too_fast, || self.answer(&request))
    }
}

#[async_trait]
impl FakeNetwork for FakeTwilio {
    fn number(&self, person: Person, index: u32) -> PhoneNumber {
        number_of(person, index)
    }

    fn caller_id(&self) -> PhoneNumber {
        number(CALLER_ID)
    }

    fn unknown_leg(&self) -> LegRef {
        LegRef(format!("CA{:032x}", u128::MAX))
    }

    fn proof(&self) -> Proof {
        Proof::WholeRequest
    }

    fn now(&self) -> Timestamp {
        self.tick()
    }

    async fn spoil_next(&self, fault: Fault) -> bool {
        self.state.lock().unwrap().fault = Some(fault);
        true
    }

    async fn times_rung(&self, number: &PhoneNumber) -> usize {
        self.state
            .lock()
            .unwrap()
            .calls
            .iter()
            .filter(|call| call.to == number.e164())
            .count()
    }

    async fn next_webhook(&self) -> Option<WebhookRequest> {
        self.state.lock().unwrap().webhooks.pop_front()
    }
}

/// What happens after an order, by itself and at once.
fn life(to: &str) -> &'static [&'static str] {
    match &to[5..8] {
        "551" => &["initiated", "ringing", "in-progress", "completed"],
        "552" => &["initiated", "ringing", "in-progress"],
        "553" => &["initiated", "busy"],
        _ => &["initiated", "ringing", "no-answer"],
    }
}

fn not_found() -> (u16, Value) {
    (
        404,
        json!({ "code": 20404, "message": "not found", "status": 404 }),
    )
}

fn zoned(at: Timestamp) -> jiff::Zoned {
    at.to_jiff().to_zoned(jiff::tz::TimeZone::UTC)
}
