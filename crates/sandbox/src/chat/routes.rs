//! `POST /v1/chat/completions`, and `GET /v1/models`, which says what there is

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::answer::completion;
use super::request::Request;
use crate::realtime::is_let_in;
use crate::sandbox::Sandbox;

/// The path of the model; nobody is let in when there is no account.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/v1/chat/completions", post(complete))
        .route("/v1/models", get(list))
        .with_state(Arc::clone(sandbox))
}

async fn complete(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    body: Result<Json<Value>, JsonRejection>,
) -> Response {
    if let Err(refusal) = is_let_in(&sandbox, &headers) {
        return *refusal;
    }
    let Ok(Json(body)) = body else {
        let why = "We could not parse the JSON body of your request.";
        return refuse(why, "");
    };
    match Request::read(&body) {
        Ok(request) => {
            let id = format!("chatcmpl-{}", request.messages.len());
            Json(completion(&request, &id, sandbox.now())).into_response()
        }
        Err((why, field)) => refuse(&why, field),
    }
}

async fn list(State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap) -> Response {
    if let Err(refusal) = is_let_in(&sandbox, &headers) {
        return *refusal;
    }
    let created = sandbox.now().0 / 1_000_000;
    let models =
        MODELS.map(|id| json!({"id": id, "object": "model", "created": created, "owned_by": "sandbox"}));
    Json(json!({"object": "list", "data": models})).into_response()
}

fn refuse(message: &str, field: &str) -> Response {
    let param = (!field.is_empty()).then_some(field);
    let error =
        json!({"error": {"type": "invalid_request_error", "code": null, "message": message, "param": param}});
    (StatusCode::BAD_REQUEST, Json(error)).into_response()
}

/// Any name is served; these are listed: our own, and those that an application has unless it is told otherwise.
const MODELS: [&str; 4] = ["sandbox-text", "sandbox-speech", "gpt-5-mini", "gpt-realtime-2.1"];
