//! `POST /api/v1/calls/{id}/redial`: the same call again.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use outdial_engine::{LineNumber, PlanLine, PlanRequest};

use super::detail::call_id;
use super::view::CallView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};

/// Calls the same number with the same message again. The rules are asked anew.
#[utoipa::path(
    post, path = "/calls/{id}/redial", tag = "calls",
    params(
        ("id" = String, Path, description = "`call_...`"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with the same key places no second call")
    ),
    responses(
        (status = 201, body = CallView),
        (status = 404, description = "No such call"),
        (status = 409, description = "The call is still in progress")
    )
)]
pub async fn redial_call(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
    RequestBits(bits): RequestBits,
) -> Result<(StatusCode, Json<CallView>), Problem> {
    actor.require(Operation::CallsWrite)?;
    let id = call_id(&id)?;
    let found = app
        .store
        .workspace(actor.workspace.clone())
        .read(move |tx| tx.calls().get(&id))
        .await?;
    let Some(old) = found else {
        return Err(ProblemCode::CallNotFound.into());
    };
    if old.call.state.outcome().is_none() {
        return Err(ProblemCode::CallNotEnded.into());
    }
    let request = PlanRequest {
        lines: vec![PlanLine {
            line: 1,
            raw: old.phone.e164().to_owned(),
            name: old.name,
            message: None,
            number: LineNumber::Valid(old.phone),
        }],
        run: None,
        message: Some(old.message),
        voice: old.voice,
        language: old.language,
        at: None,
        window_override: None,
        by: actor.stored(),
        request_bits: bits,
    };
    let planned = app.engine.plan(&actor.workspace, request).await?;
    let Some(call) = planned.calls.first() else {
        return Err(Problem::internal(&"a call was planned but not written down"));
    };
    Ok((
        StatusCode::CREATED,
        Json(CallView::of(call, &app.carrier_names(&actor.workspace))),
    ))
}
