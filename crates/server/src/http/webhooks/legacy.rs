//! `/webhooks/status`, `/webhooks/twiml` and `/twiml`: the addresses of the autodialer that Outdial replaces.
//!
//! Accounts and scripts may still point here. The account is the one whose signature the request carries, and what
//! is spoken is what the call was planned with, whatever the query says.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use outdial_carrier::{CarrierEvent, ReportKind, WebhookError, WebhookRequest};
use outdial_engine::Account;

use super::carrier::{refuse, take_in};
use super::delivery::Delivery;
use crate::http::AppState;
use crate::http::problem::Problem;

/// A status callback of a call.
#[utoipa::path(post, path = "/webhooks/status", tag = "Compatibility", request_body = String, responses((status = 200), (status = 403)))]
pub async fn receive_status(State(app): State<AppState>, delivery: Delivery) -> Result<StatusCode, Problem> {
    take_report(&app, delivery).await?;
    Ok(StatusCode::OK)
}

/// Stores a report of whichever account signed it.
pub async fn take_report(app: &AppState, delivery: Delivery) -> Result<(), Problem> {
    let request = delivery.sent_to(app, &app.base_url);
    let (account, events) = verified(app, &request)?;
    take_in(app, &account, events).await?;
    Ok(())
}

/// What a call should say.
#[utoipa::path(post, path = "/webhooks/twiml", tag = "Compatibility", request_body = String, responses((status = 200), (status = 403)))]
pub async fn give_twiml(State(app): State<AppState>, delivery: Delivery) -> Result<Response, Problem> {
    speak(&app, delivery).await
}

/// What a call should say, asked for by GET.
#[utoipa::path(get, path = "/webhooks/twiml", tag = "Compatibility", responses((status = 200), (status = 403)))]
pub async fn give_twiml_by_get(State(app): State<AppState>, delivery: Delivery) -> Result<Response, Problem> {
    speak(&app, delivery).await
}

/// Tells a leg of whichever account signed the request what to do: what its call is for.
pub async fn speak(app: &AppState, delivery: Delivery) -> Result<Response, Problem> {
    let request = delivery.sent_to(app, &app.base_url);
    let (account, mut events) = verified(app, &request)?;
    for event in &mut events {
        event.kind = ReportKind::Instructions;
    }
    take_in(app, &account, events).await
}

/// The account whose signature the request carries.
pub fn verified(
    app: &AppState,
    request: &WebhookRequest,
) -> Result<(Arc<Account>, Vec<CarrierEvent>), Problem> {
    let mut refusal = WebhookError::Unsigned;
    for account in app.engine.accounts().all() {
        match account.carrier.parse_webhook(request) {
            Ok(events) => return Ok((account, events)),
            Err(why) => refusal = why,
        }
    }
    Err(refuse(refusal))
}
