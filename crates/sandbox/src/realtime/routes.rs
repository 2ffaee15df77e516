//! `GET /v1/realtime?model=…`

use std::sync::Arc;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;

use super::account::RealtimeAccount;
use super::session::Session;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// The path of the model; nobody is let in when there is no account.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/v1/realtime", get(realtime))
        .with_state(Arc::clone(sandbox))
}

#[derive(Deserialize)]
struct Wish {
    model: Option<String>,
}

async fn realtime(
    State(sandbox): State<Arc<Sandbox>>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let account = match is_let_in(&sandbox, &headers) {
        Ok(account) => account,
        Err(refusal) => return *refusal,
    };
    let Some(model) = wish.model.filter(|model| !model.is_empty()) else {
        return refuse(
            StatusCode::BAD_REQUEST,
            "missing_model",
            "You must provide a model parameter.",
        );
    };
    if headers.contains_key("openai-beta") {
        let message = "The Realtime Beta API is no longer supported.";
        return refuse(StatusCode::BAD_REQUEST, "beta_api_shape_disabled", message);
    }
    let (page, nth) = lock(&sandbox.realtime).open(&model);
    upgrade
        .max_message_size(LARGEST_MESSAGE)
        .on_upgrade(async move |socket: WebSocket| {
            let session = Session::serve(Arc::clone(&sandbox), account, model, nth, page, socket);
            // Like everything else on this network it ends with its epoch.
            sandbox.spawn(session);
        })
}

/// The account whose key a request carries.
pub(crate) fn is_let_in(sandbox: &Sandbox, headers: &HeaderMap) -> Result<RealtimeAccount, Box<Response>> {
    let given = headers.get(header::AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let account = sandbox.realtime_account.clone();
    let account = account.filter(|account| {
        given.is_some_and(|given| given.as_bytes().ct_eq(account.api_key.as_bytes()).into())
    });
    account.ok_or_else(|| {
        let given = given.unwrap_or_default();
        let message = format!("Incorrect API key provided: {given}.");
        Box::new(refuse(StatusCode::UNAUTHORIZED, "invalid_api_key", &message))
    })
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let error =
        json!({"error": {"type": "invalid_request_error", "code": code, "message": message, "param": null}});
    (status, Json(error)).into_response()
}

/// The largest that the real one takes is 15 MiB; nobody here sends more than a second of audio at a time.
const LARGEST_MESSAGE: usize = 1 << 20;
