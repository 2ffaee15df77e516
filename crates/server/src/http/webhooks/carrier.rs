//! `/webhooks/{carrier}/{account}/{report}`: the addresses that we give to carriers.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use outdial_carrier::{CarrierEvent, LegRef, ReportKind, WebhookError, WebhookRequest};
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::instruction::Instruction;
use outdial_engine::{Account, message_instructions};

use crate::config::BaseUrl;
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// A report of a carrier, signed as the carrier signs.
#[utoipa::path(
    post, path = "/webhooks/{carrier}/{account}/{report}", tag = "webhooks", request_body = String,
    params(("carrier" = String, Path), ("account" = String, Path), ("report" = String, Path)),
    responses((status = 204, description = "Stored"), (status = 403, description = "The signature does not match"))
)]
pub async fn receive_webhook(
    State(app): State<AppState>,
    Path(address): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let account = find_account(&app, &address.0, &address.1)?;
    let request = as_sent(&app, app.webhook_base(&account.id), &uri, method, headers, body);
    let events = account.carrier.parse_webhook(&request).map_err(refuse)?;
    take_in(&app, &account, events).await
}

/// The same by GET, for carriers that are set up so.
#[utoipa::path(
    get, path = "/webhooks/{carrier}/{account}/{report}", tag = "webhooks",
    params(("carrier" = String, Path), ("account" = String, Path), ("report" = String, Path)),
    responses((status = 204, description = "Stored"), (status = 403, description = "The signature does not match"))
)]
pub async fn receive_webhook_by_get(
    State(app): State<AppState>,
    Path(address): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let account = find_account(&app, &address.0, &address.1)?;
    let request = as_sent(
        &app,
        app.webhook_base(&account.id),
        &uri,
        method,
        headers,
        Bytes::new(),
    );
    let events = account.carrier.parse_webhook(&request).map_err(refuse)?;
    take_in(&app, &account, events).await
}

/// Stores reports; answers with instructions where the carrier asks for them.
pub(super) async fn take_in(
    app: &AppState,
    account: &Arc<Account>,
    events: Vec<CarrierEvent>,
) -> Result<Response, Problem> {
    let asks = events
        .iter()
        .find(|event| matches!(event.kind, ReportKind::Instructions | ReportKind::Digits));
    let asks = asks.map(|event| (event.call_id.clone(), event.leg.clone()));
    app.engine.take_in(&account.workspace, events).await?;
    match asks {
        Some((call_id, leg)) => give_instructions(app, account, call_id, leg).await,
        None => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// What the call is for; a call that nobody knows is ended politely.
async fn give_instructions(
    app: &AppState,
    account: &Account,
    call_id: Option<CallId>,
    leg: Option<LegRef>,
) -> Result<Response, Problem> {
    let call = app
        .workspace(&account.workspace)
        .read(move |tx| match (&call_id, &leg) {
            (Some(call_id), _) => tx.calls().get(call_id),
            (None, Some(leg)) => tx.calls().by_leg(leg.as_str()),
            (None, None) => Ok(None),
        })
        .await?;
    let instructions = call
        .as_ref()
        .map_or_else(|| vec![Instruction::HangUp], message_instructions);
    let rendered = account.carrier.render(&instructions);
    Ok(([(header::CONTENT_TYPE, rendered.content_type)], rendered.body).into_response())
}

/// The request as the carrier sent and signed it: with the address in front that we gave to the carrier.
pub(super) fn as_sent(
    app: &AppState,
    base: &BaseUrl,
    uri: &Uri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> WebhookRequest {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    WebhookRequest {
        method,
        url: base.join(path),
        headers,
        body,
        received_at: app.now(),
    }
}

pub(super) fn refuse(why: WebhookError) -> Problem {
    match why {
        WebhookError::Unsigned => ProblemCode::WebhookUnsigned.into(),
        WebhookError::BadSignature => ProblemCode::WebhookSignature.into(),
        WebhookError::Malformed(detail) => Problem::new(ProblemCode::WebhookMalformed).detail(detail),
    }
}

fn find_account(app: &AppState, kind: &str, id: &str) -> Result<Arc<Account>, Problem> {
    let id: CarrierAccountId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let account = app
        .engine
        .accounts()
        .find_anywhere(&id)
        .filter(|account| account.kind == kind);
    account.ok_or_else(|| ProblemCode::NotFound.into())
}
