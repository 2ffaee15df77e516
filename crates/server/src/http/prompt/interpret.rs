//! `POST /prompt`: what a command would do.

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::prompt::{Intent, PromptCtx, Span};
use outdial_integrations::language_model::{Interpreted, interpret};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::card::{ConfirmCard, card_of};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Body;

/// A command.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptRequest {
    /// The words.
    pub text: String,
    /// IANA zone of the person who types, in which "at 3pm" is meant; UTC when absent.
    pub time_zone: Option<String>,
}

/// What a command would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromptReply {
    /// Who understood it: `grammar` or `model:<name>`.
    pub interpreter: String,
    /// Why the model's answer did not count, when one was asked.
    #[schema(required)]
    pub fallback_reason: Option<String>,
    /// Whether it can be carried out.
    pub understood: bool,
    /// What is wanted; send it back to carry out exactly this.
    #[schema(required, value_type = Option<Object>)]
    pub intent: Option<Intent>,
    /// Why it is not carried out, with an example of what would be understood.
    #[schema(required)]
    pub refusal: Option<String>,
    /// Which words said so.
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
    /// What would happen, number by number.
    #[schema(required)]
    pub card: Option<ConfirmCard>,
}

/// Reads a command and shows what it would do. Nothing is done.
#[utoipa::path(post, path = "/prompt", tag = "Prompt", operation_id = "readPrompt", request_body = PromptRequest, responses((status = 200, description = "What it would do, or why it would do nothing", body = PromptReply)))]
pub async fn read_prompt(
    State(app): State<AppState>,
    actor: Actor,
    Body(request): Body<PromptRequest>,
) -> Result<Json<PromptReply>, Problem> {
    actor.require(Operation::PromptUse)?;
    let read = understand(
        &app,
        &actor.workspace,
        &request.text,
        request.time_zone.as_deref(),
    )
    .await?;
    let reply = match read.result {
        Ok(command) => PromptReply {
            interpreter: read.interpreter,
            fallback_reason: read.fallback_reason,
            understood: true,
            card: Some(card_of(&app, &actor.workspace, &command.intent).await?),
            intent: Some(command.intent),
            refusal: None,
            spans: command.spans,
        },
        Err(refusal) => PromptReply {
            interpreter: read.interpreter,
            fallback_reason: read.fallback_reason,
            understood: false,
            intent: None,
            refusal: Some(refusal.to_string()),
            spans: Vec::new(),
            card: None,
        },
    };
    Ok(Json(reply))
}

/// The zone in which times of a command are meant.
pub(super) fn zone(name: Option<&str>) -> Result<TimeZone, Problem> {
    match name {
        Some(name) => TimeZone::get(name)
            .map_err(|_| Problem::invalid_field("time_zone", "write an IANA zone like Europe/Berlin")),
        None => Ok(TimeZone::UTC),
    }
}

/// Reads a command for a workspace.
pub async fn understand(
    app: &AppState,
    workspace: &WorkspaceId,
    text: &str,
    time_zone: Option<&str>,
) -> Result<Interpreted, Problem> {
    let zone = zone(time_zone)?;
    let region = app.default_region(workspace).await?;
    let ctx = PromptCtx {
        default_region: &region,
        now: app.now(),
        zone,
    };
    let model = app.integrations.language_model(workspace);
    Ok(interpret(text, &ctx, model.as_ref()).await)
}
