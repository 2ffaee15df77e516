//! `POST /prompt/execute`: carries out what was confirmed.

use axum::Json;
use axum::extract::State;
use outdial_domain::prompt::Intent;
use outdial_store::{PageRequest, RunState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::card::card_of;
use super::confirm::confirmed_intent;
use super::order::NumbersToCall;
use super::stop::{do_not_call, end_calls_to};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling;
use crate::http::calls::view::CallView;
use crate::http::idempotency::RequestBits;
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::runs::view::{RunLineView, RunView, read_run};

/// What was confirmed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecuteRequest {
    /// The words.
    pub text: String,
    /// The intent of the card that was confirmed; the words are read again when absent.
    #[schema(value_type = Option<Object>)]
    pub intent: Option<Intent>,
    /// IANA zone of the person who types.
    pub time_zone: Option<String>,
    /// A person confirmed that the calling window may be overridden.
    #[serde(default)]
    pub override_window: bool,
}

/// What was done.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PromptResult {
    /// The run, when several numbers are called.
    #[schema(required)]
    pub run: Option<RunView>,
    /// The calls that were written down.
    pub calls: Vec<CallView>,
    /// What became of each number.
    pub lines: Vec<RunLineView>,
    /// How many calls will be made.
    pub calls_created: u32,
    /// How many calls were ended or called off.
    pub canceled: u32,
    /// One sentence for people.
    pub message: String,
}

/// Carries out a command.
#[utoipa::path(
    post, path = "/prompt/execute", tag = "Prompt", operation_id = "executePrompt", request_body = ExecuteRequest,
    responses((status = 200, body = PromptResult), (status = 422, description = "Not understood; nothing was done"))
)]
pub async fn execute_prompt(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Body(request): Body<ExecuteRequest>,
) -> Result<Json<PromptResult>, Problem> {
    actor.require(Operation::PromptUse)?;
    let intent = confirmed_intent(&app, &actor, &request).await?;
    let mut detail = json!({
        "intent": word(&intent), "numbers": intent.numbers().len(), "window_override": request.override_window,
    });
    let ends_calls = matches!(
        intent,
        Intent::Cancel { .. } | Intent::HangUpAll | Intent::DoNotCall { .. }
    );
    let result = match intent {
        Intent::Call { numbers, message, at } => {
            let confirmed = app.window_override(&actor, request.override_window)?;
            let order = NumbersToCall {
                numbers,
                message: calling::message(message)?,
                at,
                window_override: confirmed,
            };
            call(&app, &actor, order, bits).await?
        }
        Intent::DoNotCall { numbers } => do_not_call(&app, &actor, &numbers).await?,
        Intent::Cancel { numbers } if numbers.is_empty() => {
            let canceled = app
                .engine
                .call_off(&actor.workspace, None, actor.stored())
                .await?;
            PromptResult {
                canceled,
                message: format!("{canceled} waiting calls were called off."),
                ..Default::default()
            }
        }
        Intent::Cancel { numbers } => {
            let canceled = end_calls_to(&app, &actor, &numbers).await?;
            PromptResult {
                canceled,
                message: format!("{canceled} calls were ended."),
                ..Default::default()
            }
        }
        Intent::HangUpAll => {
            let ended = app.engine.hang_up_all(&actor.workspace, actor.stored()).await?;
            let message = format!(
                "{} live calls ended, {} waiting ones called off.",
                ended.live, ended.waiting
            );
            PromptResult {
                canceled: ended.live + ended.waiting,
                message,
                ..Default::default()
            }
        }
        Intent::PauseRuns => set_runs(&app, &actor, RunState::Running, RunState::Paused).await?,
        Intent::ResumeRuns => set_runs(&app, &actor, RunState::Paused, RunState::Running).await?,
        Intent::Status => {
            actor.require(Operation::StatsRead)?;
            let message = card_of(&app, &actor.workspace, &Intent::Status).await?.text;
            PromptResult {
                message,
                ..Default::default()
            }
        }
    };
    if ends_calls {
        detail["ended"] = json!(result.canceled);
    }
    let entry = Entry::by(&actor).detail(detail).row(&app, "prompt.executed");
    app.note(&actor.workspace, entry).await?;
    Ok(Json(result))
}

fn word(intent: &Intent) -> &'static str {
    match intent {
        Intent::Call { .. } => "call",
        Intent::DoNotCall { .. } => "do_not_call",
        Intent::Cancel { .. } => "cancel",
        Intent::HangUpAll => "hang_up_all",
        Intent::Status => "status",
        Intent::PauseRuns => "pause_runs",
        Intent::ResumeRuns => "resume_runs",
    }
}

async fn call(
    app: &AppState,
    actor: &Actor,
    order: NumbersToCall,
    bits: Option<u128>,
) -> Result<PromptResult, Problem> {
    let planned = order.plan(app, actor, bits).await?;
    let now = app.now();
    let run = match &planned.run {
        Some(run) => {
            let id = run.id.clone();
            app.workspace(&actor.workspace)
                .read(move |tx| read_run(tx, &id, now))
                .await?
        }
        None => None,
    };
    let made =
        |status: &str| u32::try_from(planned.lines.iter().filter(|line| line.status == status).count());
    let (accepted, scheduled) = (
        made("accepted").unwrap_or(u32::MAX),
        made("scheduled").unwrap_or(u32::MAX),
    );
    let mut message = match (accepted, scheduled) {
        (0, 0) => "Nobody is called.".to_owned(),
        (accepted, 0) => format!("{accepted} calls are being made."),
        (0, scheduled) => format!("{scheduled} calls are scheduled."),
        (accepted, scheduled) => format!("{accepted} calls are being made, {scheduled} are scheduled."),
    };
    if let Some(reason) = planned.lines.iter().find_map(|line| line.reason.as_deref()) {
        message = format!("{message} {reason}");
    }
    let names = app.carrier_names(&actor.workspace);
    Ok(PromptResult {
        run,
        calls: planned
            .calls
            .iter()
            .map(|row| CallView::of(row, &names))
            .collect(),
        lines: planned.lines.iter().map(RunLineView::of).collect(),
        calls_created: accepted.saturating_add(scheduled),
        canceled: 0,
        message,
    })
}

async fn set_runs(
    app: &AppState,
    actor: &Actor,
    from: RunState,
    to: RunState,
) -> Result<PromptResult, Problem> {
    let page = PageRequest::first(1_000);
    let runs = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.runs().list(&page))
        .await?;
    let mut count = 0;
    for run in runs.items.into_iter().filter(|run| run.state == from) {
        app.engine
            .set_run_state(&actor.workspace, &run.id, to, actor.stored())
            .await?;
        count += 1;
    }
    let done = if to == RunState::Paused {
        "paused"
    } else {
        "resumed"
    };
    Ok(PromptResult {
        message: format!("{count} runs were {done}."),
        ..Default::default()
    })
}
