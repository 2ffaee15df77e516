//! `/v2/webhooks` and `/v2/me`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answer::{Refusal, success};
use super::book::{HOST, HOST_EMAIL, Webhook};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `POST /v2/webhooks`
pub(super) async fn create(State(sandbox): State<Arc<Sandbox>>, body: Bytes) -> Response {
    let wish: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (Some(url), Some(triggers)) = (wish["subscriberUrl"].as_str(), wish["triggers"].as_array()) else {
        return Refusal::bad("subscriberUrl and triggers are required").into_response();
    };
    let webhook = Webhook {
        url: url.to_owned(),
        secret: wish["secret"].as_str().map(str::to_owned),
        triggers: triggers
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        is_active: wish["active"].as_bool().unwrap_or(true),
    };
    let mut book = lock(&sandbox.calcom);
    let id = sandbox.uuid("calcom webhook", &[&book.next().to_string()]);
    let document = document(&id, &webhook);
    book.webhooks.insert(id, webhook);
    success(StatusCode::CREATED, &document)
}

/// `GET /v2/webhooks`
pub(super) async fn list(State(sandbox): State<Arc<Sandbox>>) -> Response {
    let book = lock(&sandbox.calcom);
    let webhooks: Vec<Value> = book
        .webhooks
        .iter()
        .map(|(id, webhook)| document(id, webhook))
        .collect();
    success(StatusCode::OK, &json!(webhooks))
}

/// `DELETE /v2/webhooks/{id}`
pub(super) async fn delete(State(sandbox): State<Arc<Sandbox>>, Path(id): Path<String>) -> Response {
    let removed = lock(&sandbox.calcom).webhooks.remove(&id);
    match removed {
        Some(webhook) => success(StatusCode::OK, &document(&id, &webhook)),
        None => Refusal::not_found("Webhook").into_response(),
    }
}

/// `GET /v2/me`
pub(super) async fn me() -> Response {
    let me = json!({ "id": 1, "username": "sandbox", "name": HOST, "email": HOST_EMAIL, "timeZone": "UTC" });
    success(StatusCode::OK, &me)
}

fn document(id: &str, webhook: &Webhook) -> Value {
    json!({
        "id": id, "userId": 1, "subscriberUrl": webhook.url, "triggers": webhook.triggers, "active": webhook.is_active,
        "secret": webhook.secret,
    })
}
