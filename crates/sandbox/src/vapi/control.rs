//! `POST /control/{id}`: what a live call is told.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::VapiError;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// Ends the call; other orders are taken and change nothing here.
pub(super) async fn control(
    State(sandbox): State<Arc<Sandbox>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let call = lock(&sandbox.vapi).call(&id);
    let Some(call) = call.filter(|call| !call.is_over()) else {
        return VapiError::not_found().into_response();
    };
    let order: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    match order["type"].as_str() {
        Some("end-call") => call.hung_up.cancel(),
        Some("say" | "add-message" | "control" | "transfer" | "handoff") => {}
        Some(_) | None => return VapiError::bad("Invalid message type").into_response(),
    }
    Json(json!({ "success": true })).into_response()
}
