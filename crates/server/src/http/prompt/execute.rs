//! `POST /prompt/execute`: carries out what was confirmed.

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::DncId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::prompt::{Intent, NumberMention, check_intent_numbers_occur};
use outdial_domain::rules::WindowOverride;
use outdial_engine::{LineNumber, NewRun, PlanLine, PlanRequest, Planned};
use outdial_store::{CallFilter, DncRow, PageRequest, RunState, Sort};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::card::card_of;
use super::interpret::understand;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::view::CallView;
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
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
    post, path = "/prompt/execute", tag = "prompt", request_body = ExecuteRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeating a request with the same key does nothing twice")),
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
    let result = match intent {
        Intent::Call { numbers, message, at } => {
            let confirmed = app.window_override(&actor, request.override_window)?;
            let order = NumbersToCall { numbers, message, at, window_override: confirmed };
            call(&app, &actor, order, bits).await?
        }
        Intent::DoNotCall { numbers } => do_not_call(&app, &actor, &numbers).await?,
        Intent::Cancel { numbers } if numbers.is_empty() => {
            let canceled = app.engine.call_off(&actor.workspace, None, actor.stored()).await?;
            PromptResult { canceled, message: format!("{canceled} waiting calls were called off."), ..Default::default() }
        }
        Intent::Cancel { numbers } => {
            let canceled = end_calls_to(&app, &actor, &numbers).await?;
            PromptResult { canceled, message: format!("{canceled} calls were ended."), ..Default::default() }
        }
        Intent::HangUpAll => {
            let ended = app.engine.hang_up_all(&actor.workspace, actor.stored()).await?;
            let message = format!("{} live calls ended, {} waiting ones called off.", ended.live, ended.waiting);
            PromptResult { canceled: ended.live + ended.waiting, message, ..Default::default() }
        }
        Intent::PauseRuns => set_runs(&app, &actor, RunState::Running, RunState::Paused).await?,
        Intent::ResumeRuns => set_runs(&app, &actor, RunState::Paused, RunState::Running).await?,
        Intent::Status => {
            let message = card_of(&app, &actor.workspace, &Intent::Status).await?.text;
            PromptResult { message, ..Default::default() }
        }
    };
    Ok(Json(result))
}

/// What was confirmed, or what the words say now. Numbers that do not stand in the words are never called.
async fn confirmed_intent(app: &AppState, actor: &Actor, request: &ExecuteRequest) -> Result<Intent, Problem> {
    let refuse = |detail: String| Problem::new(ProblemCode::PromptNotUnderstood).detail(detail);
    if let Some(intent) = &request.intent {
        check_intent_numbers_occur(intent, &request.text).map_err(|stray| refuse(stray.to_string()))?;
        return Ok(intent.clone());
    }
    let read = understand(app, &actor.workspace, &request.text, request.time_zone.as_deref()).await?;
    read.result.map(|command| command.intent).map_err(|why| refuse(why.to_string()))
}

/// Whom to call with what.
pub struct NumbersToCall {
    /// The numbers as they were written.
    pub numbers: Vec<NumberMention>,
    /// What to say.
    pub message: Option<String>,
    /// Not before this time.
    pub at: Option<Timestamp>,
    /// A confirmed override of the calling window.
    pub window_override: Option<WindowOverride>,
}

impl NumbersToCall {
    /// Writes the calls down: one call stands alone, several are a run.
    pub async fn plan(self, app: &AppState, actor: &Actor, bits: Option<u128>) -> Result<Planned, Problem> {
        let count = self.numbers.len();
        let run = (count > 1).then(|| NewRun { name: format!("{count} numbers"), source: "prompt".to_owned() });
        let mut seen: Vec<(PhoneNumber, u32)> = Vec::new();
        let lines = self.numbers.into_iter().zip(1_u32..).map(|(mention, line)| PlanLine {
            line,
            raw: mention.text,
            name: None,
            message: None,
            number: match mention.phone {
                Ok(phone) => match seen.iter().find(|(known, _)| *known == phone) {
                    Some((_, of_line)) => LineNumber::Duplicate { of_line: *of_line },
                    None => {
                        seen.push((phone.clone(), line));
                        LineNumber::Valid(phone)
                    }
                },
                Err(problem) => LineNumber::Invalid { code: problem.code, reason: problem.message },
            },
        });
        let request = PlanRequest {
            lines: lines.collect(),
            run,
            message: self.message,
            voice: None,
            language: None,
            at: self.at,
            window_override: self.window_override,
            by: actor.stored(),
            request_bits: bits,
        };
        Ok(app.engine.plan(&actor.workspace, request).await?)
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
            app.workspace(&actor.workspace).read(move |tx| read_run(tx, &id, now)).await?
        }
        None => None,
    };
    let made = |status: &str| u32::try_from(planned.lines.iter().filter(|line| line.status == status).count());
    let (accepted, scheduled) = (made("accepted").unwrap_or(u32::MAX), made("scheduled").unwrap_or(u32::MAX));
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
        calls: planned.calls.iter().map(|row| CallView::of(row, &names)).collect(),
        lines: planned.lines.iter().map(RunLineView::of).collect(),
        calls_created: accepted.saturating_add(scheduled),
        canceled: 0,
        message,
    })
}

/// Puts numbers on the do-not-call list and ends what is under way to them.
async fn do_not_call(app: &AppState, actor: &Actor, mentions: &[NumberMention]) -> Result<PromptResult, Problem> {
    actor.require(Operation::DncAdd)?;
    let now = app.now();
    let rows: Vec<DncRow> = mentions
        .iter()
        .filter_map(|mention| mention.phone.clone().ok())
        .map(|phone| DncRow {
            id: DncId::from_bits(app.new_bits()),
            phone,
            reason: Some("Asked for by command".to_owned()),
            source: "prompt".to_owned(),
            added_by: actor.stored(),
            created_at: now,
        })
        .collect();
    if rows.is_empty() {
        return Err(ProblemCode::DncNothing.into());
    }
    let entry = Entry::by(actor).detail(serde_json::json!({ "numbers": rows.len() })).row(app, "dnc.added");
    let count = rows.len();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            for row in &rows {
                tx.dnc().add(row)?;
            }
            tx.audit().add(&entry)
        })
        .await?;
    let canceled = end_calls_to(app, actor, mentions).await?;
    let message = format!("{count} numbers are on the do-not-call list; {canceled} calls were ended.");
    Ok(PromptResult { canceled, message, ..Default::default() })
}

/// Ends every call to these numbers that is not over.
async fn end_calls_to(app: &AppState, actor: &Actor, mentions: &[NumberMention]) -> Result<u32, Problem> {
    let mut ended = 0;
    for phone in mentions.iter().filter_map(|mention| mention.phone.as_ref().ok()) {
        let filter = CallFilter { q: Some(phone.e164().to_owned()), ..CallFilter::default() };
        let page = PageRequest::first(1_000);
        let found = app.workspace(&actor.workspace).read(move |tx| tx.calls().list(&filter, Sort::NEWEST, &page)).await?;
        for row in found.items.iter().filter(|row| row.phone == *phone && row.call.state.outcome().is_none()) {
            app.engine.hang_up(&actor.workspace, &row.id, actor.stored()).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

async fn set_runs(app: &AppState, actor: &Actor, from: RunState, to: RunState) -> Result<PromptResult, Problem> {
    let page = PageRequest::first(1_000);
    let runs = app.workspace(&actor.workspace).read(move |tx| tx.runs().list(&page)).await?;
    let mut count = 0;
    for run in runs.items.into_iter().filter(|run| run.state == from) {
        app.engine.set_run_state(&actor.workspace, &run.id, to, actor.stored()).await?;
        count += 1;
    }
    let done = if to == RunState::Paused { "paused" } else { "resumed" };
    Ok(PromptResult { message: format!("{count} runs were {done}."), ..Default::default() })
}
