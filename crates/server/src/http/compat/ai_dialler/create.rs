//! `POST /api/leads`: one lead, or several, all or none.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_store::StoreError;
use serde_json::Value;

use super::input::{AiDiallerNewLead, AiDiallerRejected, Writing, given_with};
use super::lead::AiDiallerLead;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// Adds one lead or several; when one of them cannot be taken, none is.
#[utoipa::path(post, path = "/api/leads", tag = "Compatibility", operation_id = "aiDiallerAdd",
    request_body(content = Vec<AiDiallerNewLead>, description = "Several leads, or one that stands alone"),
    responses((status = 201, body = Vec<AiDiallerLead>),
        (status = 422, description = "Leads that cannot be taken, each with its place from 1 and the reason")))]
pub async fn ai_dialler_add(
    State(app): State<AppState>,
    actor: Actor,
    Body(new): Body<Value>,
) -> Result<(StatusCode, Json<Vec<AiDiallerLead>>), Problem> {
    actor.require(Operation::LeadsWrite)?;
    let new = match new {
        Value::Array(several) => several,
        one @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
            vec![one]
        }
    };
    if new.len() > LEADS_MAX {
        let help = format!("send at most {LEADS_MAX} leads at once, or import them");
        return Err(Problem::invalid_field("leads", help));
    }
    let region = app.default_region(&actor.workspace).await?;
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    for (line, lead) in (1..).zip(new) {
        match AiDiallerNewLead::of(lead, line).and_then(|lead| lead.read(line, &region)) {
            Ok(row) => rows.push(row),
            Err(why) => rejected.push(why),
        }
    }
    if !rejected.is_empty() {
        return Err(refuse(&rejected));
    }
    let writing = Writing::of(&app, &actor);
    let entry = Entry::by(&actor)
        .detail(given_with(&rows))
        .row(&app, "lead.created");
    let written = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let (rows, rejected) = Writing::part(tx, rows)?;
            if !rejected.is_empty() {
                return Ok(Err(refuse(&rejected)));
            }
            tx.audit().add(&entry)?;
            let written = writing.write(tx, rows)?;
            let shown = written.iter().map(|row| AiDiallerLead::read(tx, row));
            Ok::<_, StoreError>(Ok(shown.collect::<Result<Vec<_>, _>>()?))
        })
        .await??;
    app.engine.consents_changed(&actor.workspace);
    app.engine.changes().everything(&actor.workspace);
    Ok((StatusCode::CREATED, Json(written)))
}

fn refuse(rejected: &[AiDiallerRejected]) -> Problem {
    let problem = Problem::new(ProblemCode::RequestInvalid).detail("Nothing was added.");
    rejected.iter().fold(problem, |problem, rejected| {
        problem.line(rejected.line, "invalid", rejected.reason.as_str())
    })
}

/// As many as people type or paste; files are imported.
const LEADS_MAX: usize = 500;
