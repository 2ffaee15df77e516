//! `POST /carriers/{id}/webhook-check`

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method};
use bytes::Bytes;
use outdial_carrier::http::HttpRequest;
use outdial_domain::ids::CarrierAccountId;
use serde::Serialize;
use tokio::time::Instant;
use utoipa::ToSchema;

use super::stored::find;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::http::webhook_check::{SIGNATURE_HEADER, address};

/// Whether the carrier could reach us.
#[derive(Serialize, ToSchema)]
pub struct WebhookCheck {
    /// Whether the request came back to us, unchanged.
    ok: bool,
    /// One sentence for people.
    message: String,
    /// The address that was called.
    url: String,
    /// How long the way out and back took.
    round_trip_ms: Option<u64>,
}

/// Sends a signed request to ourselves through the public address and waits for it.
#[utoipa::path(post, path = "/carriers/{id}/webhook-check", tag = "Carriers", operation_id = "checkWebhook",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, description = "Whether it arrived", body = WebhookCheck)))]
pub async fn webhook_check(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CarrierAccountId>,
) -> Result<Json<WebhookCheck>, Problem> {
    actor.require(Operation::CarriersTest)?;
    let account = find(&app, &actor.workspace, &id).await?;
    let pending = app
        .carriers
        .nonces
        .issue(|nonce| address(&app, &account.id, nonce))?;
    let mut pending = pending.ok_or_else(|| Problem::new(ProblemCode::RateLimited).retry_after_s(10))?;
    let url = address(&app, &account.id, &pending.nonce);
    let mut headers = HeaderMap::new();
    if let Ok(signature) = HeaderValue::from_str(&pending.signature) {
        headers.insert(SIGNATURE_HEADER, signature);
    }
    let request = HttpRequest {
        method: Method::POST,
        url: url.clone(),
        headers,
        body: Bytes::new(),
        timeout: PATIENCE,
    };
    let started = Instant::now();
    let answer = app.carriers.own_address.send(request).await;
    let arrived = pending.arrived.try_recv().is_ok();
    let elapsed = u64::try_from(started.elapsed().as_millis()).ok();
    let is_sandbox = app.carriers.is_sandbox(&id);
    let (ok, message) = match (answer, arrived) {
        (Ok(_), true) if app.base_url.is_local() && !is_sandbox => (
            false,
            format!(
                "{} reaches us, but only from this machine: no carrier can call it. Set BASE_URL to a public address.",
                app.base_url
            ),
        ),
        (Ok(_), true) => (
            true,
            "The request came back to us with its signature intact.".to_owned(),
        ),
        (Ok(answer), false) => (
            false,
            format!(
                "{} answered with status {}, but the request did not reach this server as it was sent. BASE_URL must be exactly the address that carriers call, scheme and port included.",
                app.base_url, answer.status
            ),
        ),
        (Err(why), _) => (false, format!("{} cannot be reached: {why}.", app.base_url)),
    };
    Ok(Json(WebhookCheck {
        ok,
        message,
        url,
        round_trip_ms: elapsed.filter(|_| ok),
    }))
}

const PATIENCE: Duration = Duration::from_secs(10);
