//! `POST /api/v1/calls`: one call.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_engine::{LineNumber, PlanLine, PlanRequest, Planned};
use serde::Deserialize;
use utoipa::ToSchema;

use super::query::instant;
use super::view::CallView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::{label, message};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// One call to place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCall {
    /// Whom to call; national notation is read with the workspace's default region.
    pub to: String,
    /// Shown beside the number.
    pub name: Option<String>,
    /// What to say; the workspace's message when absent.
    pub message: Option<String>,
    /// Not before this time (RFC 3339).
    pub at: Option<String>,
    /// A person confirms that the call may be made outside the calling window.
    #[serde(default)]
    pub override_window: bool,
    /// The carrier's voice name.
    pub voice: Option<String>,
    /// BCP 47 language tag of the message.
    pub language: Option<String>,
}

/// Places one call, or schedules it when it must wait.
#[utoipa::path(post, path = "/calls", tag = "Calls", operation_id = "createCall", request_body = NewCall,
    responses(
        (status = 201, description = "Written down; it is dialled when it may be", body = CallView),
        (status = 422, description = "Not a number, or the dial rules refuse it (`call.refused`, the rule in `errors`)")
    ))]
pub async fn create_call(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Body(new): Body<NewCall>,
) -> Result<(StatusCode, Json<CallView>), Problem> {
    actor.require(Operation::CallsWrite)?;
    let phone = app.read_number(&actor.workspace, "to", &new.to).await?;
    let request = PlanRequest {
        lines: vec![PlanLine {
            line: 1,
            raw: new.to,
            name: label("name", new.name)?,
            message: None,
            number: LineNumber::Valid(phone),
            lead: None,
        }],
        run: None,
        message: message(new.message)?,
        voice: label("voice", new.voice)?,
        language: label("language", new.language)?,
        at: instant("at", new.at.as_deref())?,
        window_override: app.window_override(&actor, new.override_window)?,
        by: actor.stored(),
        request_bits: bits,
    };
    let planned = app.engine.plan(&actor.workspace, request).await?;
    let view = only_call(&app, &actor, &planned)?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// The one call that was planned; the rules' refusal as a problem.
pub(super) fn only_call(app: &AppState, actor: &Actor, planned: &Planned) -> Result<CallView, Problem> {
    let (Some(call), Some(line)) = (planned.calls.first(), planned.lines.first()) else {
        return Err(Problem::internal(&"a call was planned but not written down"));
    };
    if line.status == "refused" {
        let reason = line.reason.clone().unwrap_or_default();
        let code = line.code.clone().unwrap_or_default();
        return Err(Problem::new(ProblemCode::CallRefused)
            .detail(reason.clone())
            .field("to", &code, reason));
    }
    Ok(CallView::of(call, &app.carrier_names(&actor.workspace)))
}
