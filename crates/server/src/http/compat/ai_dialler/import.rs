//! `POST /api/leads/import`: leads as an array, or as a file with a heading.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use outdial_domain::list::{ColumnChoices, read_leads};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{AiDiallerNewLead, AiDiallerRejected, Read, Writing, given_with};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::leads::GivenConsents;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Query;

/// What became of an import.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AiDiallerImported {
    /// Always null.
    #[schema(required, value_type = Option<String>)]
    pub data: Option<()>,
    /// How many leads were added.
    pub imported: u32,
    /// The lines that were not taken, each with the reason.
    pub rejected: Vec<AiDiallerRejected>,
}

/// What everybody in a file has agreed to; leads of an array say it themselves.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AiDiallerImportQuery {
    /// `ai_voice`, without which no voice agent calls them, `human_call`, `recording`, `email`, separated by commas.
    pub consents: Option<String>,
    /// How that is known, in up to 300 characters; needed with `consents`.
    pub consent_source: Option<String>,
}

/// Adds the leads of an array (JSON), or of a file (`text/csv`). What cannot be taken is left out, and said.
#[utoipa::path(post, path = "/api/leads/import", tag = "Compatibility", operation_id = "aiDiallerImport",
    params(AiDiallerImportQuery),
    request_body(content((Vec<AiDiallerNewLead> = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = AiDiallerImported), (status = 422, description = "Neither an array of leads nor a table")))]
pub async fn ai_dialler_import(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<AiDiallerImportQuery>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AiDiallerImported>, Problem> {
    actor.require(Operation::ListsWrite)?;
    let region = app.default_region(&actor.workspace).await?;
    let is_csv = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/"));
    let read = if is_csv {
        of_table(&body, &region, &query)?
    } else {
        of_array(&body, &region)?
    };
    if read.len() > LEADS_MAX {
        let help = format!("at most {LEADS_MAX} leads are taken at once; import larger files on the page");
        return Err(Problem::invalid_field("leads", help));
    }
    let mut answer = AiDiallerImported::default();
    let mut rows = Vec::new();
    for lead in read {
        match lead {
            Ok(row) => rows.push(row),
            Err(why) => answer.rejected.push(why),
        }
    }
    let entry = Entry::by(&actor)
        .detail(given_with(&rows))
        .row(&app, "leads.imported");
    let written = app.workspace(&actor.workspace);
    // Webhooks must not wait for a whole file.
    while !rows.is_empty() {
        let part: Vec<Read> = rows.drain(..rows.len().min(LEADS_AT_ONCE)).collect();
        let writing = Writing::of(&app, &actor);
        let (added, rejected) = written
            .write(move |tx| {
                let (new, rejected) = Writing::part(tx, part)?;
                Ok((writing.write(tx, new)?.len(), rejected))
            })
            .await?;
        answer.imported += u32::try_from(added).unwrap_or(u32::MAX);
        answer.rejected.extend(rejected);
    }
    written.write(move |tx| tx.audit().add(&entry)).await?;
    answer.rejected.sort_by_key(|rejected| rejected.line);
    app.engine.consents_changed(&actor.workspace);
    app.engine.changes().everything(&actor.workspace);
    Ok(Json(answer))
}

type Lines = Vec<Result<Read, AiDiallerRejected>>;

fn of_array(body: &[u8], region: &str) -> Result<Lines, Problem> {
    let rows: Vec<serde_json::Value> = serde_json::from_slice(body)
        .map_err(|why| Problem::new(ProblemCode::RequestMalformed).detail(why.to_string()))?;
    let read = (1..)
        .zip(rows)
        .map(|(line, row)| AiDiallerNewLead::of(row, line).and_then(|lead| lead.read(line, region)));
    Ok(read.collect())
}

fn of_table(body: &[u8], region: &str, query: &AiDiallerImportQuery) -> Result<Lines, Problem> {
    let words = query.consents.as_deref().unwrap_or_default().split(',');
    let words = words.map(str::trim).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_owned).collect();
    GivenConsents::of(&words, query.consent_source.as_deref())?;
    let table = read_leads(body, region, &ColumnChoices::default())
        .map_err(|why| Problem::new(ProblemCode::RequestInvalid).detail(why.to_string()))?;
    if !table.missing.is_empty() {
        let why = format!("The file has no column for {}.", table.missing.join(", "));
        return Err(Problem::new(ProblemCode::RequestInvalid).detail(why));
    }
    let read = table.lines.into_iter().map(|line| {
        if let Some(objection) = line.objection() {
            return Err(AiDiallerRejected {
                line: line.line_no,
                reason: objection.message,
            });
        }
        let lead = AiDiallerNewLead {
            company_name: line.company_name,
            contact_name: line.contact_name,
            phone: line.written.unwrap_or_default(),
            email: line.email,
            timezone: line.time_zone,
            status: None,
            consents: words.clone(),
            consent_source: query.consent_source.clone(),
        };
        lead.read(line.line_no, region)
    });
    Ok(read.collect())
}

/// About ten seconds, while the request waits.
const LEADS_MAX: usize = 20_000;
/// About a tenth of a second, which is as long as a webhook may wait.
const LEADS_AT_ONCE: usize = 400;
