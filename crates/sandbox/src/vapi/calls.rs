//! `/call`: creating, reading, deleting.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use outdial_domain::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::account::{NumberLines, VapiAccount};
use super::call::{NewCall, VapiCall};
use super::error::VapiError;
use super::line::Line;
use crate::ledger::Attempt;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `POST /call`
pub(super) async fn create(State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap, body: Bytes) -> Response {
    match accept(&sandbox, &headers, &body) {
        Ok(call) => (StatusCode::CREATED, Json(call.document())).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn accept(sandbox: &Arc<Sandbox>, headers: &HeaderMap, body: &[u8]) -> Result<Arc<VapiCall>, VapiError> {
    let account = sandbox.vapi_account.as_ref().ok_or_else(VapiError::not_found)?;
    let order: Value =
        serde_json::from_slice(body).map_err(|_| VapiError::bad("Unexpected token in JSON"))?;
    let complaints = complaints(&order);
    if !complaints.is_empty() {
        return Err(VapiError::invalid(&complaints));
    }
    if order["phoneNumberId"] != account.phone_number_id.as_str() {
        let id = order["phoneNumberId"].as_str().unwrap_or_default();
        return Err(VapiError::bad(format!(
            "Phone Number Not Found. phoneNumberId {id} does not exist."
        )));
    }
    let assistant = assistant(sandbox, &order)?;
    if lock(&sandbox.vapi).live() >= account.calls_at_once {
        return Err(VapiError::bad("Over Concurrency Limit."));
    }
    let number = order["customer"]["number"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    Ok(place(sandbox, account, number, order, assistant, base(headers)))
}

/// Accepts a call; from here on it lives by itself.
fn place(
    sandbox: &Arc<Sandbox>,
    account: &VapiAccount,
    number: String,
    order: Value,
    assistant: Value,
    base: String,
) -> Arc<VapiCall> {
    let (now, from) = (sandbox.now(), &account.number);
    let line = match account.lines {
        NumberLines::Vapi => None,
        NumberLines::Twilio => Some(Line::place(sandbox, &number, from)),
    };
    let attempt = match &line {
        Some(line) => line.leg.attempt,
        None => lock(&sandbox.calls).count(&number),
    };
    let id = sandbox.uuid("vapi call", &[&number, &attempt.to_string()]);
    // Cast twice for one attempt, it is the same person.
    let meeting = sandbox.population.cast(sandbox.seed, &number, attempt);
    let (turn, _) = lock(&sandbox.vapi_turns).turn();
    let entry = match &line {
        Some(line) => line.leg.entry,
        None => sandbox
            .ledger
            .open(Attempt::created(&number, from, &id, attempt, meeting.kind, now)),
    };
    let call = Arc::new(VapiCall::new(NewCall {
        attitude: sandbox.population.attitude(sandbox.seed, &number),
        id,
        number,
        attempt,
        entry,
        created_at: now,
        order,
        assistant,
        base,
        line,
    }));
    lock(&sandbox.vapi).add(Arc::clone(&call));
    let life = Arc::clone(sandbox).live(Arc::clone(&call), turn, meeting);
    sandbox.spawn(life);
    call
}

fn complaints(order: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let number = order["customer"]["number"].as_str().unwrap_or_default();
    if !is_e164(number) {
        found.push(
            "customer.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code \
             (Eg. US: +1)."
                .to_owned(),
        );
    }
    let name = order["customer"]["name"].as_str().unwrap_or_default();
    if name.chars().count() > NAME_MAX {
        found.push("customer.name must be shorter than or equal to 40 characters".to_owned());
    }
    if order["name"].as_str().unwrap_or_default().chars().count() > NAME_MAX {
        found.push("name must be shorter than or equal to 40 characters".to_owned());
    }
    let overrides = &order["assistantOverrides"];
    let limit = &overrides["maxDurationSeconds"];
    if !limit.is_null()
        && !limit
            .as_f64()
            .is_some_and(|limit| (10.0..=43_200.0).contains(&limit))
    {
        found.push("assistantOverrides.maxDurationSeconds must not be less than 10".to_owned());
    }
    let voicemail = overrides["voicemailMessage"].as_str().unwrap_or_default();
    if voicemail.chars().count() > VOICEMAIL_MAX {
        found.push(
            "assistantOverrides.voicemailMessage must be shorter than or equal to 1000 characters".to_owned(),
        );
    }
    found
}

fn assistant(sandbox: &Sandbox, order: &Value) -> Result<Value, VapiError> {
    match (&order["assistantId"], &order["assistant"]) {
        (Value::String(id), Value::Null) => lock(&sandbox.vapi).assistant(id).cloned().ok_or_else(|| {
            VapiError::bad(format!(
                "Couldn't Find Assistant. assistantId {id} does not exist."
            ))
        }),
        (Value::Null, Value::Object(_)) => Ok(order["assistant"].clone()),
        _ => Err(VapiError::bad(
            "Need Either `assistantId`, `assistant`, `squadId` Or `squad`.",
        )),
    }
}

/// `GET /call`
pub(super) async fn list(State(sandbox): State<Arc<Sandbox>>, Query(wanted): Query<Wanted>) -> Response {
    let limit = wanted.limit.unwrap_or(100).min(1_000);
    let calls: Vec<Arc<VapiCall>> = lock(&sandbox.vapi).calls().cloned().collect();
    let calls: Vec<Value> = calls
        .iter()
        .filter(|call| wanted.has(call))
        .take(limit)
        .map(|call| call.document())
        .collect();
    Json(calls).into_response()
}

/// What a list may be asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wanted {
    limit: Option<usize>,
    assistant_id: Option<String>,
    phone_number_id: Option<String>,
    created_at_gt: Option<Moment>,
    created_at_ge: Option<Moment>,
    created_at_lt: Option<Moment>,
    created_at_le: Option<Moment>,
}

/// A point in time as ISO 8601 writes it.
#[derive(Clone, Copy)]
struct Moment(Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = text.parse::<jiff::Timestamp>();
        read.map(|at| Self(at.into())).map_err(serde::de::Error::custom)
    }
}

impl Wanted {
    fn has(&self, call: &VapiCall) -> bool {
        let at = |limit: Option<Moment>| limit.map(|Moment(limit)| limit);
        let created = call.created_at;
        let named = |key: &str, wanted: Option<&String>| {
            wanted.is_none_or(|wanted| call.order[key] == wanted.as_str())
        };
        at(self.created_at_gt).is_none_or(|limit| created > limit)
            && at(self.created_at_ge).is_none_or(|limit| created >= limit)
            && at(self.created_at_lt).is_none_or(|limit| created < limit)
            && at(self.created_at_le).is_none_or(|limit| created <= limit)
            && named("assistantId", self.assistant_id.as_ref())
            && named("phoneNumberId", self.phone_number_id.as_ref())
    }
}

/// `GET /call/{id}`
pub(super) async fn fetch(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    let call = lock(&sandbox.vapi).call(&id);
    match call {
        Some(call) => Json(call.document()).into_response(),
        None => VapiError::not_found().into_response(),
    }
}

/// `DELETE /call/{id}`: calls it off if it lives, and forgets it.
pub(super) async fn delete(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    let call = lock(&sandbox.vapi).call(&id);
    match call {
        Some(call) => {
            call.hung_up.cancel();
            lock(&sandbox.vapi).remove(&id);
            Json(call.document()).into_response()
        }
        None => VapiError::not_found().into_response(),
    }
}

/// Where this sandbox is, as the client called it: addresses in answers begin so.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("127.0.0.1"))
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

/// Vapi's limits.
const NAME_MAX: usize = 40;
const VOICEMAIL_MAX: usize = 1_000;
