//! A client of the services, and an application that they call back.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::Body;
use axum::http::Request;
use bytes::Bytes;
use outdial_sandbox::{
    CalComAccount, ResendAccount, SandboxConfig, VapiAccount, WebhookClient, WebhookFailure, WebhookReply,
    WebhookRequest,
};
use serde_json::{Value, json};

use crate::stage::{Answer, FROM, Stage, config};

pub const VAPI_KEY: &str = "vapi-key";
pub const NUMBER_ID: &str = "11111111-2222-4333-8444-555555555555";
pub const ASSISTANT: &str = "aaaaaaaa-2222-4333-8444-555555555555";
pub const CAL_KEY: &str = "cal_test";
pub const EVENT_TYPE: u64 = 7;
pub const CAL_SECRET: &str = "cal-secret";
pub const RESEND_KEY: &str = "re_test";
pub const RESEND_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

pub fn services() -> SandboxConfig {
    SandboxConfig {
        vapi: Some(VapiAccount {
            assistant_id: Some(ASSISTANT.to_owned()),
            ..VapiAccount::new(VAPI_KEY, NUMBER_ID, FROM)
        }),
        calcom: Some(CalComAccount {
            webhook: Some(("http://app.test/calcom".to_owned(), CAL_SECRET.to_owned())),
            ..CalComAccount::new(CAL_KEY, EVENT_TYPE)
        }),
        resend: Some(ResendAccount {
            webhook: Some(("http://app.test/resend".to_owned(), RESEND_SECRET.to_owned())),
            ..ResendAccount::new(RESEND_KEY)
        }),
        ..config()
    }
}

/// Remembers what it was sent, and answers tools.
#[derive(Default)]
pub struct Office {
    received: Mutex<Vec<WebhookRequest>>,
    /// Slots that are taken although they are offered.
    pub taken: Mutex<Vec<String>>,
}

impl Office {
    pub fn received(&self, part: &str) -> Vec<WebhookRequest> {
        let received = self.received.lock().unwrap();
        received
            .iter()
            .filter(|request| request.url.contains(part))
            .cloned()
            .collect()
    }

    /// Messages of one type, in order of arrival.
    pub fn messages(&self, kind: &str) -> Vec<Value> {
        let all = self.received("/vapi").into_iter();
        all.map(|request| serde_json::from_slice::<Value>(&request.body).unwrap()["message"].take())
            .filter(|message| message["type"] == kind)
            .collect()
    }

    /// Names of the tools that were asked for.
    pub fn tools(&self) -> Vec<(String, Value)> {
        self.messages("tool-calls")
            .iter()
            .map(asked)
            .map(|(_, name, arguments)| (name, arguments))
            .collect()
    }

    fn answer(&self, message: &Value) -> Value {
        let (id, name, arguments) = asked(message);
        let said = match name.as_str() {
            "check_availability" => {
                let day = if arguments["from"].is_null() { 24 } else { 25 };
                Ok(format!(
                    "Free times, by the clock of UTC: early (start 2026-11-{day}T09:00:00Z, slot {day}-a); late (start \
                     2026-11-{day}T10:00:00Z, slot {day}-b)."
                ))
            }
            "book_appointment"
                if self
                    .taken
                    .lock()
                    .unwrap()
                    .iter()
                    .any(|slot| arguments["slot"] == slot.as_str()) =>
            {
                Err("taken".to_owned())
            }
            _ => Ok("done".to_owned()),
        };
        let (key, said) = match said {
            Ok(said) => ("result", said),
            Err(said) => ("error", said),
        };
        json!({ "results": [{ "toolCallId": id, "name": name, (key): said }] })
    }
}

/// Id, name and arguments, in whichever shape they come.
fn asked(message: &Value) -> (String, String, Value) {
    let entry = &message["toolCallList"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let function = &entry["function"];
    match function["name"].as_str() {
        Some(name) => {
            let arguments = serde_json::from_str(function["arguments"].as_str().unwrap()).unwrap();
            (text(&entry["id"]), name.to_owned(), arguments)
        }
        None => {
            let arguments = if entry["arguments"].is_null() {
                &entry["parameters"]
            } else {
                &entry["arguments"]
            };
            (text(&entry["id"]), text(&entry["name"]), arguments.clone())
        }
    }
}

#[async_trait]
impl WebhookClient for Office {
    async fn send(&self, request: WebhookRequest) -> Result<WebhookReply, WebhookFailure> {
        self.received.lock().unwrap().push(request.clone());
        let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        let message = &body["message"];
        let body = match message["type"].as_str() {
            Some("tool-calls") => self.answer(message).to_string(),
            _ => String::new(),
        };
        Ok(WebhookReply {
            status: 200,
            headers: Vec::new(),
            body: Bytes::from(body),
        })
    }
}

/// A sandbox with every service, and the application that it calls back.
pub fn open(config: SandboxConfig) -> (Stage, Arc<Office>) {
    let office = Arc::new(Office::default());
    (Stage::new(config, office.clone()), office)
}

/// A request with a key and headers.
pub async fn ask(
    stage: &Stage,
    method: &str,
    path: &str,
    key: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "sandbox.test:8080")
        .header("authorization", format!("Bearer {key}"))
        .header("user-agent", "test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    stage
        .send(
            request
                .header("content-type", "application/json")
                .body(body)
                .unwrap(),
        )
        .await
}

/// A request to the control endpoints.
pub async fn control(stage: &Stage, path: &str) -> Value {
    let request = Request::builder()
        .uri(format!("/sandbox{path}"))
        .body(Body::empty())
        .unwrap();
    stage.send(request).await.body
}
