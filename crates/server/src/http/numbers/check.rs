//! `POST /api/v1/numbers/check`: what a list would do, while it is being typed.

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::list::ListPreview;
use outdial_domain::rules::Decision;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::ListBody;
use super::read::read_list;
use super::verdict::NumberVerdict;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// Text to look at. It is read with the workspace's default region, as a run of it would be: a check with another
/// region would promise what the run does not do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    /// A number per line, or CSV with a header.
    pub text: String,
}

/// What each line is and what the dial rules say.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumbersCheck {
    /// One verdict for each line.
    pub lines: Vec<NumberVerdict>,
    /// How many of each.
    pub counts: CheckCounts,
}

/// How many lines of each sort a list has.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CheckCounts {
    /// Lines with anything on them.
    pub lines: u32,
    /// Numbers.
    pub valid: u32,
    /// Lines without a usable number.
    pub invalid: u32,
    /// Numbers that stand on an earlier line.
    pub duplicates: u32,
    /// Numbers that may be called now.
    pub allowed: u32,
    /// Numbers that may be called later.
    pub postponed: u32,
    /// Numbers that may not be called.
    pub refused: u32,
}

/// Checks a list without calling anybody. Send JSON, or the file itself as `text/csv` (or `text/plain`).
#[utoipa::path(
    post, path = "/numbers/check", tag = "Calls", operation_id = "checkNumbers",
    request_body(content((CheckRequest = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "One verdict for each line", body = NumbersCheck), (status = 413, description = "More than 10 MB or 100,000 lines"))
)]
pub async fn check_numbers(
    State(app): State<AppState>,
    actor: Actor,
    body: ListBody,
) -> Result<Json<NumbersCheck>, Problem> {
    actor.require(Operation::CallsRead)?;
    let list = match body {
        ListBody::File(bytes) => read_list(&app, &actor.workspace, &bytes).await?,
        ListBody::Json(bytes) => {
            let request: CheckRequest = ListBody::json(&bytes)?;
            if request.text.trim().is_empty() {
                return Ok(Json(NumbersCheck {
                    lines: Vec::new(),
                    counts: CheckCounts::default(),
                }));
            }
            read_list(&app, &actor.workspace, request.text.as_bytes()).await?
        }
    };
    let numbers = list
        .lines
        .iter()
        .filter_map(|line| line.result.as_ref().ok().cloned())
        .collect();
    let decisions = app.engine.preview(&actor.workspace, numbers, None).await?;
    let now = app.engine.now();
    let check = tokio::task::spawn_blocking(move || describe(&list, &decisions, now));
    Ok(Json(check.await.map_err(|why| Problem::internal(&why))?))
}

/// The verdicts in the order of the lines; `decisions` has one for each number, in the same order.
fn describe(list: &ListPreview, decisions: &[Decision], now: Timestamp) -> NumbersCheck {
    let mut decisions = decisions.iter();
    let mut counts = CheckCounts::default();
    let lines = list.lines.iter().map(|line| {
        counts.lines += 1;
        match &line.result {
            Err(why) => {
                counts.invalid += 1;
                NumberVerdict::refused(&line.raw, why.code, why.message.clone()).on_line(line)
            }
            Ok(phone) => {
                counts.valid += 1;
                let decision = decisions.next();
                if let Some(of_line) = line.duplicate_of {
                    counts.duplicates += 1;
                    let reason = format!("The same number is on line {of_line}; it is called once.");
                    return NumberVerdict::refused(&line.raw, "duplicate_line", reason).on_line(line);
                }
                let Some(decision) = decision else {
                    counts.refused += 1;
                    let reason = "The rules gave no answer.".to_owned();
                    return NumberVerdict::refused(&line.raw, "no_decision", reason).on_line(line);
                };
                match decision {
                    Decision::Allow { .. } => counts.allowed += 1,
                    Decision::Postpone { .. } => counts.postponed += 1,
                    Decision::Refuse { .. } => counts.refused += 1,
                }
                NumberVerdict::of(&line.raw, phone, decision, now).on_line(line)
            }
        }
    });
    NumbersCheck {
        lines: lines.collect(),
        counts,
    }
}
