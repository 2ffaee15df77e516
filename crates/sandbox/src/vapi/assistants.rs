//! `/assistant` and `/phone-number`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::account::NumberLines;
use super::error::VapiError;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `POST /assistant`
pub(super) async fn create(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let fields = match read(&body) {
        Ok(fields) => fields,
        Err(refusal) => return refusal.into_response(),
    };
    let now = sandbox.now().to_string();
    let nth = lock(&sandbox.vapi).next().to_string();
    let id = sandbox.uuid("assistant", &[&nth]);
    let mut document = Value::Object(fields);
    document["id"] = id.clone().into();
    document["orgId"] = "sandbox".into();
    document["createdAt"] = now.clone().into();
    document["updatedAt"] = now.into();
    lock(&sandbox.vapi).put_assistant(&id, document.clone());
    (StatusCode::CREATED, Json(document)).into_response()
}

/// `PATCH /assistant/{id}`: replaces the fields that are given.
pub(super) async fn change(
    State(sandbox): State<Arc<Sandbox>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let fields = match read(&body) {
        Ok(fields) => fields,
        Err(refusal) => return refusal.into_response(),
    };
    let mut book = lock(&sandbox.vapi);
    let Some(mut document) = book.assistant(&id).cloned() else {
        return VapiError::not_found().into_response();
    };
    for (key, value) in fields {
        document[key] = value;
    }
    document["updatedAt"] = sandbox.now().to_string().into();
    book.put_assistant(&id, document.clone());
    Json(document).into_response()
}

fn read(body: &[u8]) -> Result<Map<String, Value>, VapiError> {
    let document: Value =
        serde_json::from_slice(body).map_err(|_| VapiError::bad("Unexpected token in JSON"))?;
    let Value::Object(fields) = document else {
        return Err(VapiError::bad("The body must be an object"));
    };
    let mut complaints: Vec<String> = GIVEN_BY_US
        .iter()
        .filter(|key| fields.contains_key(**key))
        .map(|key| format!("property {key} should not exist"))
        .collect();
    if fields
        .get("name")
        .and_then(Value::as_str)
        .is_some_and(|name| name.chars().count() > NAME_MAX)
    {
        complaints.push("name must be shorter than or equal to 40 characters".to_owned());
    }
    match complaints.is_empty() {
        true => Ok(fields),
        false => Err(VapiError::invalid(&complaints)),
    }
}

/// `GET /assistant`
pub(super) async fn list(State(sandbox): State<Arc<Sandbox>>) -> Response {
    let assistants: Vec<Value> = lock(&sandbox.vapi).assistants().cloned().collect();
    Json(assistants).into_response()
}

/// `GET /assistant/{id}`
pub(super) async fn fetch(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    let assistant = lock(&sandbox.vapi).assistant(&id).cloned();
    found(assistant)
}

/// `DELETE /assistant/{id}`
pub(super) async fn delete(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    let assistant = lock(&sandbox.vapi).remove_assistant(&id);
    found(assistant)
}

/// `GET /phone-number`
pub(super) async fn phone_numbers(State(sandbox): State<Arc<Sandbox>>) -> Response {
    Json(number(&sandbox).into_iter().collect::<Vec<_>>()).into_response()
}

/// `GET /phone-number/{id}`
pub(super) async fn phone_number(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    found(number(&sandbox).filter(|number| number["id"] == id.as_str()))
}

fn number(sandbox: &Sandbox) -> Option<Value> {
    let account = sandbox.vapi_account.as_ref()?;
    let mut number = json!({
        "id": account.phone_number_id, "orgId": "sandbox", "number": account.number, "provider": "vapi", "status": "active",
        "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z",
    });
    if account.lines == NumberLines::Twilio {
        number["provider"] = "twilio".into();
        number["twilioAccountSid"] = sandbox.account.sid.clone().into();
    }
    Some(number)
}

fn found(document: Option<Value>) -> Response {
    match document {
        Some(document) => Json(document).into_response(),
        None => VapiError::not_found().into_response(),
    }
}

const GIVEN_BY_US: [&str; 4] = ["id", "orgId", "createdAt", "updatedAt"];
const NAME_MAX: usize = 40;
