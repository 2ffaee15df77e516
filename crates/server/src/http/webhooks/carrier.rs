//! `/webhooks/{carrier}/{account}/{report}`: the addresses that we give to carriers.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use outdial_carrier::{BrowserEntry, CarrierEvent, LegRef, News, ReportKind, WebhookError};
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::instruction::Instruction;
use outdial_domain::voice_agent::ConversationNews;
use outdial_engine::Account;

use super::delivery::Delivery;
use crate::http::AppState;
use crate::http::compat::let_in;
use crate::http::problem::{Problem, ProblemCode};

/// A report of a carrier, signed as the carrier signs.
#[utoipa::path(
    post, path = "/webhooks/{carrier}/{account}/{report}", tag = "Webhooks", request_body = String,
    params(("carrier" = String, Path), ("account" = String, Path), ("report" = String, Path)),
    responses((status = 204, description = "Stored"), (status = 403, description = "The signature does not match"))
)]
pub async fn receive_webhook(
    State(app): State<AppState>,
    address: Result<Path<Address>, PathRejection>,
    delivery: Delivery,
) -> Result<Response, Problem> {
    receive(&app, address, delivery).await
}

/// The same by GET, for carriers that are set up so.
#[utoipa::path(
    get, path = "/webhooks/{carrier}/{account}/{report}", tag = "Webhooks",
    params(("carrier" = String, Path), ("account" = String, Path), ("report" = String, Path)),
    responses((status = 204, description = "Stored"), (status = 403, description = "The signature does not match"))
)]
pub async fn receive_webhook_by_get(
    State(app): State<AppState>,
    address: Result<Path<Address>, PathRejection>,
    delivery: Delivery,
) -> Result<Response, Problem> {
    receive(&app, address, delivery).await
}

/// Carrier, account and what is reported, as the address names them.
type Address = (String, String, String);

async fn receive(
    app: &AppState,
    address: Result<Path<Address>, PathRejection>,
    delivery: Delivery,
) -> Result<Response, Problem> {
    let Path((kind, id, _)) = address.map_err(|_| Problem::from(ProblemCode::NotFound))?;
    let account = find_account(app, &kind, &id)?;
    let request = delivery.sent_to(app, app.webhook_base(&account.id));
    let events = account.carrier.parse_webhook(&request).map_err(refuse)?;
    match asks_to_enter(&events) {
        Some((entry, leg)) => {
            let instructions = let_in(app, &account, entry, leg).await?;
            Ok(instruct(&account, &instructions))
        }
        None => take_in(app, &account, events).await,
    }
}

/// Stores what a voice agent tells, and answers what it asks; `None` when it asks for nothing.
pub async fn answer_agent(
    app: &AppState,
    account: &Arc<Account>,
    events: Vec<CarrierEvent>,
) -> Result<Option<Response>, Problem> {
    let asked: Vec<CarrierEvent> = events
        .iter()
        .filter(|event| asks_for_tools(event))
        .cloned()
        .collect();
    app.engine.take_in(&account.workspace, events).await?;
    let Some(replies) = app.engine.answer_tools(&account.workspace, &asked).await else {
        return Ok(None);
    };
    let host = account.carrier.agents().ok_or(ProblemCode::NotFound)?;
    let rendered = host.answer_tools(&replies);
    Ok(Some(
        ([(header::CONTENT_TYPE, rendered.content_type)], rendered.body).into_response(),
    ))
}

/// An agent's browser that called the carrier, and its leg there.
fn asks_to_enter(events: &[CarrierEvent]) -> Option<(&BrowserEntry, &LegRef)> {
    events.iter().find_map(|event| match (&event.news, &event.leg) {
        (Some(News::Browser(entry)), Some(leg)) => Some((entry, leg)),
        (_, _) => None,
    })
}

fn asks_for_tools(event: &CarrierEvent) -> bool {
    matches!(&event.news, Some(News::Conversation(ConversationNews::Tools(_))))
}

fn instruct(account: &Account, instructions: &[Instruction]) -> Response {
    let rendered = account.carrier.render(instructions);
    ([(header::CONTENT_TYPE, rendered.content_type)], rendered.body).into_response()
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
    if let Some(answer) = answer_agent(app, account, events).await? {
        return Ok(answer);
    }
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
    let instructions = call.as_ref().map_or_else(
        || vec![Instruction::HangUp],
        |row| app.engine.instructions(account, row),
    );
    Ok(instruct(account, &instructions))
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
