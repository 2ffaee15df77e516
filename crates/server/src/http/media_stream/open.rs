//! The handshake: signed by the carrier, like every webhook.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use bytes::Bytes;
use outdial_carrier::{WebhookError, WebhookRequest};
use outdial_domain::ids::CarrierAccountId;

use super::carry::carry;
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// Opens a stream for whoever the carrier's signature speaks for; which call it is for is said inside.
pub async fn open_stream(
    State(app): State<AppState>,
    Path(account): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let id: CarrierAccountId = account.parse().map_err(|_| ProblemCode::NotFound)?;
    let account = app.engine.accounts().find_anywhere(&id);
    let account = account.ok_or(ProblemCode::NotFound)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let url = app.webhook_base(&id).join(path);
    let signed = WebhookRequest {
        method: Method::GET,
        // Carriers sign the address as they were given it.
        url: url
            .strip_prefix("http")
            .map_or_else(|| url.clone(), |rest| format!("ws{rest}")),
        headers,
        body: Bytes::new(),
        received_at: app.now(),
    };
    account.carrier.parse_webhook(&signed).map_err(|why| {
        metrics::counter!("outdial_media_streams_refused_total", "why" => "signature").increment(1);
        refuse(why)
    })?;
    let upgrade = upgrade
        .map_err(|why| Problem::new(ProblemCode::RequestMalformed).detail(why.body_text()))?
        .read_buffer_size(READ_AT_ONCE)
        .max_message_size(MESSAGE_MAX)
        .max_frame_size(MESSAGE_MAX);
    Ok(upgrade.on_upgrade(move |socket| carry(app, socket)))
}

fn refuse(why: WebhookError) -> Problem {
    match why {
        WebhookError::Unsigned => ProblemCode::WebhookUnsigned.into(),
        WebhookError::BadSignature => ProblemCode::WebhookSignature.into(),
        WebhookError::Malformed(detail) => Problem::new(ProblemCode::WebhookMalformed).detail(detail),
    }
}

/// Several messages. The buffer is cleared before each read, and each stream has its own.
const READ_AT_ONCE: usize = 4 * 1024;
/// Longer than any message of the protocol.
const MESSAGE_MAX: usize = 64 * 1024;
