//! Server messages: to which address, with which headers, and how often.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::call::{Told, VapiCall};
use crate::sandbox::Sandbox;
use crate::webhook::{WebhookReply, WebhookRequest};

impl Sandbox {
    /// Tells the application of something; the faults may lose it, double it or keep it back.
    pub(super) async fn tell_of(
        self: &Arc<Self>,
        call: &Arc<VapiCall>,
        kind: &str,
        what: &str,
        message: Value,
    ) {
        if !is_wanted(call, kind) {
            return;
        }
        let fate = {
            let key = [call.number.as_str(), &call.attempt.to_string(), kind, what];
            self.faults().callback_fate(self.seed, &key)
        };
        if fate.lost {
            self.note(call, kind, what, 0, "lost");
            return;
        }
        let late_ms = fate.delay_ms + if fate.overtaken { OVERTAKEN_MS } else { 0 };
        let body = self.message(call, kind, message);
        for _ in 0..if fate.doubled { 2 } else { 1 } {
            let (sandbox, call, body) = (Arc::clone(self), Arc::clone(call), body.clone());
            let (kind, what) = (kind.to_owned(), what.to_owned());
            let telling = async move {
                sleep(Duration::from_millis(late_ms)).await;
                let target = call.setting("server").clone();
                sandbox.send_to(&call, &target, &kind, &what, &body).await;
            };
            match late_ms {
                0 => telling.await,
                _ => self.spawn(telling),
            }
        }
    }

    /// Asks the application for tools; the answer is the body of its answer, if there was one.
    pub(super) async fn ask_for(
        self: &Arc<Self>,
        call: &Arc<VapiCall>,
        what: &str,
        server: &Value,
        message: Value,
    ) -> Option<Value> {
        let body = self.message(call, "tool-calls", message);
        // The tool's own server comes before the assistant's.
        let target = if server.is_object() {
            server.clone()
        } else {
            call.setting("server").clone()
        };
        let doubled = {
            let key = [
                call.number.as_str(),
                &call.attempt.to_string(),
                "tool-calls",
                what,
            ];
            self.faults().callback_fate(self.seed, &key).doubled
        };
        let mut reply = None;
        for _ in 0..if doubled { 2 } else { 1 } {
            reply = self.send_to(call, &target, "tool-calls", what, &body).await;
        }
        serde_json::from_slice(&reply?.body).ok()
    }

    fn message(&self, call: &VapiCall, kind: &str, mut message: Value) -> Bytes {
        let now = self.now();
        message["type"] = kind.into();
        message["timestamp"] = (now.0 / 1_000).into();
        message["call"] = call.document();
        message["customer"] = call.order["customer"].clone();
        message["assistant"] = call.assistant.clone();
        if let Some(account) = &self.vapi_account {
            message["phoneNumber"] = json!({ "id": account.phone_number_id, "number": account.number });
        }
        Bytes::from(json!({ "message": message }).to_string())
    }

    /// Sends, and sends again as the server's back-off plan says; without one, once.
    async fn send_to(
        &self,
        call: &VapiCall,
        server: &Value,
        kind: &str,
        what: &str,
        body: &Bytes,
    ) -> Option<WebhookReply> {
        let Some(url) = server["url"].as_str() else {
            self.note(call, kind, what, 0, "no server");
            return None;
        };
        let plan = &server["backoffPlan"];
        let retries = plan["maxRetries"].as_u64().unwrap_or(0).min(RETRIES_MAX);
        let limit = Duration::from_secs(server["timeoutSeconds"].as_u64().unwrap_or(TIMEOUT_S));
        let mut tries = 0;
        loop {
            tries += 1;
            let request = WebhookRequest {
                method: "POST".to_owned(),
                url: url.to_owned(),
                headers: headers(server),
                body: body.clone(),
                connect_timeout: CONNECT,
            };
            let outcome = timeout(limit, self.callbacks.send(request)).await;
            let (reply, result) = match outcome {
                Ok(Ok(reply)) => {
                    let result = reply.status.to_string();
                    (Some(reply), result)
                }
                Ok(Err(failure)) => (None, failure.to_string()),
                Err(_) => (None, "no answer in time".to_owned()),
            };
            let is_good = reply
                .as_ref()
                .is_some_and(|reply| (200..300).contains(&reply.status));
            if is_good || u64::from(tries) > retries {
                self.note(call, kind, what, tries, &result);
                return reply.filter(|_| is_good);
            }
            sleep(pause(plan, tries)).await;
        }
    }

    fn note(&self, call: &VapiCall, kind: &str, what: &str, tries: u32, result: &str) {
        let told = Told {
            at: self.now(),
            kind: kind.to_owned(),
            what: what.to_owned(),
            tries,
            result: result.to_owned(),
        };
        let mut state = call.state();
        if state.told.len() < TOLD_MAX {
            state.told.push(told);
        }
    }
}

/// Only what the assistant asks for is told.
fn is_wanted(call: &VapiCall, kind: &str) -> bool {
    let asked = call.setting("serverMessages").as_array();
    match asked {
        Some(asked) => asked
            .iter()
            .filter_map(Value::as_str)
            .any(|wanted| wanted.split('[').next() == Some(kind)),
        // The default set has no transcripts.
        None => kind != "transcript",
    }
}

fn headers(server: &Value) -> Vec<(String, String)> {
    let mut headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("user-agent".to_owned(), "Vapi".to_owned()),
    ];
    if let Some(secret) = server["secret"].as_str() {
        headers.push(("x-vapi-secret".to_owned(), secret.to_owned()));
    }
    for (name, value) in server["headers"].as_object().into_iter().flatten() {
        if let Some(value) = value.as_str() {
            headers.push((name.to_lowercase(), value.to_owned()));
        }
    }
    headers
}

fn pause(plan: &Value, tries: u32) -> Duration {
    let base = plan["baseDelaySeconds"].as_f64().unwrap_or(1.0).clamp(0.0, 10.0);
    let factor = match plan["type"].as_str() {
        Some("exponential") => f64::from(1_u32 << (tries - 1).min(10)),
        _ => 1.0,
    };
    Duration::from_secs_f64(base * factor)
}

const TIMEOUT_S: u64 = 20;
const CONNECT: Duration = Duration::from_secs(5);
const RETRIES_MAX: u64 = 10;
/// Long enough for the next message to come first.
const OVERTAKEN_MS: u64 = 1_500;
const TOLD_MAX: usize = 200;
