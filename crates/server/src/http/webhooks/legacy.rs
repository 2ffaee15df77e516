//! `/webhooks/status` and `/webhooks/twiml`: the addresses of the autodialer that Outdial replaces.
//!
//! Accounts and scripts may still point here. The account is the one whose signature the request carries, and what
//! is spoken is what the call was planned with, whatever the query says.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use bytes::Bytes;
use outdial_carrier::{CarrierEvent, ReportKind, WebhookError, WebhookRequest};
use outdial_engine::Account;

use super::carrier::{as_sent, refuse, take_in};
use crate::http::AppState;
use crate::http::problem::Problem;

/// A status callback of a call.
#[utoipa::path(post, path = "/webhooks/status", tag = "compatibility", request_body = String, responses((status = 204), (status = 403)))]
pub async fn receive_status(
    State(app): State<AppState>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let request = as_sent(&app, &app.base_url, &uri, method, headers, body);
    let (account, events) = verified(&app, &request)?;
    take_in(&app, &account, events).await
}

/// What a call should say.
#[utoipa::path(post, path = "/webhooks/twiml", tag = "compatibility", request_body = String, responses((status = 200), (status = 403)))]
pub async fn give_twiml(
    State(app): State<AppState>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let request = as_sent(&app, &app.base_url, &uri, method, headers, body);
    speak(&app, &request).await
}

/// What a call should say, asked for by GET.
#[utoipa::path(get, path = "/webhooks/twiml", tag = "compatibility", responses((status = 200), (status = 403)))]
pub async fn give_twiml_by_get(
    State(app): State<AppState>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = as_sent(&app, &app.base_url, &uri, method, headers, Bytes::new());
    speak(&app, &request).await
}

async fn speak(app: &AppState, request: &WebhookRequest) -> Result<Response, Problem> {
    let (account, mut events) = verified(app, request)?;
    for event in &mut events {
        event.kind = ReportKind::Instructions;
    }
    take_in(app, &account, events).await
}

/// The account whose signature the request carries.
fn verified(app: &AppState, request: &WebhookRequest) -> Result<(Arc<Account>, Vec<CarrierEvent>), Problem> {
    let mut refusal = WebhookError::Unsigned;
    for account in app.engine.accounts().all() {
        match account.carrier.parse_webhook(request) {
            Ok(events) => return Ok((account, events)),
            Err(why) => refusal = why,
        }
    }
    Err(refuse(refusal))
}
