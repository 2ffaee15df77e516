//! `POST /api/v1/calls/{id}/redial`: the same call again.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::CallId;
use outdial_engine::{LineNumber, PlanLine, PlanRequest};

use super::create::only_call;
use super::view::CallView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Calls the same number, and the same lead, with the same message again. The rules are asked anew. A call that was
/// talked on had no message; the workspace's is spoken then.
#[utoipa::path(post, path = "/calls/{id}/redial", tag = "Calls", operation_id = "redialCall",
    params(("id" = String, Path, description = "`call_...`")),
    responses(
        (status = 201, description = "Written down; it is dialled when it may be", body = CallView),
        (status = 404, description = "No such call"),
        (status = 409, description = "The call is still in progress"),
        (status = 422, description = "The dial rules refuse it (`call.refused`, the rule in `errors`)")
    ))]
pub async fn redial_call(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CallId>,
    RequestBits(bits): RequestBits,
) -> Result<(StatusCode, Json<CallView>), Problem> {
    actor.require(Operation::CallsWrite)?;
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
            lead: old.lead_id,
        }],
        run: None,
        message: Some(old.message).filter(|message| !message.is_empty()),
        voice: old.voice,
        language: old.language,
        at: None,
        window_override: None,
        by: actor.stored(),
        request_bits: bits,
    };
    let planned = app.engine.plan(&actor.workspace, request).await?;
    let view = only_call(&app, &actor, &planned)?;
    Ok((StatusCode::CREATED, Json(view)))
}
