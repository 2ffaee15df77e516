//! `POST /api/v1/runs`: many calls at once, from text, a list or a CSV file.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::Timestamp;
use outdial_domain::list::ListPreview;
use outdial_domain::rules::WindowOverride;
use outdial_engine::{NewRun, PlanRequest};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::options::RunOptions;
use super::view::{RunLineView, RunView, read_run};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::{label, message};
use crate::http::calls::instant;
use crate::http::idempotency::RequestBits;
use crate::http::numbers::{ListBody, plan_lines, read_list};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;

/// Many calls to place.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRunRequest {
    /// Pasted text: a number per line, or CSV with a header.
    pub text: Option<String>,
    /// Or a list of numbers.
    pub numbers: Option<Vec<String>>,
    /// Shown to people.
    pub name: Option<String>,
    /// What to say; the workspace's message when absent.
    pub message: Option<String>,
    /// Not before this time (RFC 3339).
    pub at: Option<String>,
    /// A person confirms that the calls may be made outside the calling window.
    #[serde(default)]
    pub override_window: bool,
    /// The carrier's voice name.
    pub voice: Option<String>,
    /// BCP 47 language tag of the message.
    pub language: Option<String>,
}

/// The run and what became of each line.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunCreated {
    /// The run.
    pub run: RunView,
    /// One result for each line, in order.
    pub lines: Vec<RunLineView>,
}

/// Starts a run. Send JSON, or the file itself as `text/csv` (or `text/plain`) and the rest as query parameters.
#[utoipa::path(
    post, path = "/runs", tag = "Runs", operation_id = "createRun", params(RunOptions),
    request_body(content((NewRunRequest = "application/json"), (String = "text/csv"))),
    responses(
        (status = 201, body = RunCreated),
        (status = 413, description = "More than 10 MB or 100,000 lines"),
        (status = 422, description = "No line can be called; `errors` has every line")
    )
)]
pub async fn create_run(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Query(options): Query<RunOptions>,
    body: ListBody,
) -> Result<(StatusCode, Json<RunCreated>), Problem> {
    actor.require(Operation::RunsWrite)?;
    let (options, list, source) = match body {
        ListBody::File(bytes) => (options, read_list(&app, &actor.workspace, &bytes).await?, "csv"),
        ListBody::Json(bytes) => {
            options.must_be_in_the_body()?;
            let mut request: NewRunRequest = ListBody::json(&bytes)?;
            let (text, source) = request.take_text()?;
            (
                request.into_options(),
                read_list(&app, &actor.workspace, text.as_bytes()).await?,
                source,
            )
        }
    };
    let start = StartRun {
        name: label("name", options.name)?,
        source: source.to_owned(),
        message: message(options.message)?,
        voice: label("voice", options.voice)?,
        language: label("language", options.language)?,
        at: instant("at", options.at.as_deref())?,
        window_override: app.window_override(&actor, options.override_window)?,
        request_bits: bits,
    };
    Ok((
        StatusCode::CREATED,
        Json(start_run(&app, &actor, &list, start).await?),
    ))
}

impl NewRunRequest {
    fn take_text(&mut self) -> Result<(String, &'static str), Problem> {
        match (self.text.take(), self.numbers.take()) {
            (Some(text), None) => Ok((text, "paste")),
            (None, Some(numbers)) => Ok((numbers.join("\n"), "api")),
            (Some(_), Some(_)) => Err(Problem::invalid_field(
                "numbers",
                "send either `text` or `numbers`, not both",
            )),
            (None, None) => Err(Problem::invalid_field(
                "text",
                "send the numbers as `text` or as `numbers`",
            )),
        }
    }

    fn into_options(self) -> RunOptions {
        RunOptions {
            name: self.name,
            message: self.message,
            at: self.at,
            override_window: self.override_window,
            voice: self.voice,
            language: self.language,
        }
    }
}

/// How to start a run.
pub struct StartRun {
    /// Its name; made up from the source and the count when absent.
    pub name: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// What to say.
    pub message: Option<String>,
    /// The carrier's voice name.
    pub voice: Option<String>,
    /// BCP 47 language tag of the message.
    pub language: Option<String>,
    /// Not before this time.
    pub at: Option<Timestamp>,
    /// A confirmed override of the calling window.
    pub window_override: Option<WindowOverride>,
    /// Equal for repetitions of one request.
    pub request_bits: Option<u128>,
}

/// Starts a run of every line that can be called.
pub async fn start_run(
    app: &AppState,
    actor: &Actor,
    list: &ListPreview,
    start: StartRun,
) -> Result<RunCreated, Problem> {
    let lines = plan_lines(list);
    if !lines
        .iter()
        .any(|line| matches!(line.number, outdial_engine::LineNumber::Valid(_)))
    {
        return Err(nothing_to_call(list));
    }
    let count = lines.len();
    let overridden = start.window_override.is_some();
    let name = start.name.unwrap_or_else(|| format!("{count} numbers"));
    let request = PlanRequest {
        lines,
        run: Some(NewRun {
            name,
            source: start.source,
        }),
        message: start.message,
        voice: start.voice,
        language: start.language,
        at: start.at,
        window_override: start.window_override,
        by: actor.stored(),
        request_bits: start.request_bits,
    };
    let planned = app.engine.plan(&actor.workspace, request).await?;
    let Some(run) = planned.run else {
        return Err(Problem::internal(&"a run was planned but not written down"));
    };
    if !planned.repeated {
        let detail = json!({
            "source": run.source, "lines": count, "calls": planned.calls.len(), "window_override": overridden,
        });
        let entry = Entry::by(actor).subject(&run.id).detail(detail);
        app.note(&actor.workspace, entry.row(app, "run.started")).await?;
    }
    let now = app.engine.now();
    let id = run.id.clone();
    let view = app
        .store
        .workspace(actor.workspace.clone())
        .read(move |tx| read_run(tx, &id, now))
        .await?;
    let Some(view) = view else {
        return Err(ProblemCode::RunNotFound.into());
    };
    Ok(RunCreated {
        run: view,
        lines: planned.lines.iter().map(RunLineView::of).collect(),
    })
}

fn nothing_to_call(list: &ListPreview) -> Problem {
    let mut problem = Problem::new(ProblemCode::RunEmpty);
    for line in list.lines.iter().take(LINE_ERRORS_MAX) {
        if let Err(why) = &line.result {
            problem = problem.line(line.line_no, why.code, why.message.clone());
        }
    }
    problem
}

/// More lines than this in an error help nobody.
const LINE_ERRORS_MAX: usize = 100;
