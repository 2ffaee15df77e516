//! The autodialer's form routes: one page that sends a command, uploads numbers and clears its log.

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::{Form, http::StatusCode};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::prompt::{Command, Intent};
use outdial_engine::LineNumber;
use serde::Deserialize;
use utoipa::ToSchema;

use super::flash::Flash;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::clear;
use crate::http::idempotency::RequestBits;
use crate::http::numbers::{plan_lines, read_list};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::prompt::{NumbersToCall, understand};
use crate::http::runs::{StartRun, start_run};

/// The command form.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CommandForm {
    /// What to do.
    #[serde(default)]
    pub command: String,
}

/// The upload form.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NumbersForm {
    /// A number per line.
    #[serde(default)]
    pub numbers: String,
}

/// Does what a command says, if it asks for calls.
#[utoipa::path(
    post, path = "/ai_prompt", tag = "Compatibility", operation_id = "aiPrompt",
    request_body(content = CommandForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 302, description = "To `/`, with a message"))
)]
pub async fn ai_prompt(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    form: Result<Form<CommandForm>, FormRejection>,
) -> Result<Flash, Problem> {
    actor.require(Operation::PromptUse)?;
    let Form(form) = form.map_err(unreadable)?;
    if form.command.trim().is_empty() {
        return Ok(Flash::Alert("Please enter a command".to_owned()));
    }
    let missed = || Flash::Alert(format!("Could not extract phone number from: {}", form.command));
    let read = understand(&app, &actor.workspace, &form.command, None).await?;
    let Ok(Command {
        intent: Intent::Call { numbers, message, at },
        ..
    }) = read.result
    else {
        return Ok(missed());
    };
    let called: Vec<_> = numbers
        .iter()
        .filter_map(|number| number.phone.as_ref().ok())
        .cloned()
        .collect();
    if called.len() < numbers.len() {
        return Ok(missed());
    }
    let order = NumbersToCall {
        numbers,
        message,
        at,
        window_override: None,
    };
    let planned = order.plan(&app, &actor, bits).await?;
    let refused: Vec<_> = planned
        .lines
        .iter()
        .filter(|line| line.status == "refused")
        .collect();
    if let Some(line) = refused.first() {
        return Ok(Flash::Alert(line.reason.clone().unwrap_or_default()));
    }
    let called: Vec<_> = called.iter().map(PhoneNumber::e164).collect();
    Ok(Flash::Notice(format!("Call initiated to {}", called.join(", "))))
}

/// Calls every number of a list.
#[utoipa::path(
    post, path = "/upload_numbers", tag = "Compatibility", operation_id = "uploadNumbers",
    request_body(content = NumbersForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 302, description = "To `/`, with a message"))
)]
pub async fn upload_numbers(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    form: Result<Form<NumbersForm>, FormRejection>,
) -> Result<Flash, Problem> {
    actor.require(Operation::RunsWrite)?;
    let Form(form) = form.map_err(unreadable)?;
    if form.numbers.trim().is_empty() {
        return Ok(Flash::Alert("Please enter phone numbers".to_owned()));
    }
    let list = read_list(&app, &actor.workspace, form.numbers.as_bytes()).await?;
    if !plan_lines(&list)
        .iter()
        .any(|line| matches!(line.number, LineNumber::Valid(_)))
    {
        return Ok(Flash::Alert("No valid phone numbers found".to_owned()));
    }
    let start = StartRun {
        name: None,
        source: "upload".to_owned(),
        message: None,
        voice: None,
        language: None,
        at: None,
        window_override: None,
        request_bits: bits,
    };
    let created = start_run(&app, &actor, &list, start).await?;
    let initiated = created
        .lines
        .iter()
        .filter(|line| line.status == "accepted" || line.status == "scheduled")
        .count();
    let mut text = format!("Initiated {initiated} calls (processing with delays to avoid rate limits)");
    for line in created.lines.iter().filter(|line| line.status != "accepted") {
        let reason = line.reason.as_deref().unwrap_or(&line.status);
        text.push_str(&format!("; line {}: {reason}", line.line));
    }
    Ok(Flash::Notice(text))
}

/// Empties the call log.
#[utoipa::path(delete, path = "/clear_logs", tag = "Compatibility", operation_id = "clearLogs", responses((status = 302, description = "To `/`")))]
pub async fn clear_logs(State(app): State<AppState>, actor: Actor) -> Result<Flash, Problem> {
    actor.require(Operation::CallsClear)?;
    clear(&app, &actor).await?;
    Ok(Flash::Notice("Logs cleared".to_owned()))
}

#[expect(clippy::needless_pass_by_value, reason = "used as a mapping of errors")]
fn unreadable(rejection: FormRejection) -> Problem {
    let code = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::RequestTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::RequestMediaType,
        _ => ProblemCode::RequestMalformed,
    };
    Problem::new(code).detail(rejection.body_text())
}
