//! `POST /dnc`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::DncId;
use outdial_domain::phone::PhoneNumber;
use outdial_store::DncRow;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::lines::{self, UnreadLine};
use super::wire::DncEntry;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, ActorKind, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;
use crate::workspace_settings;

/// Numbers to add: one by one, or as pasted text or CSV.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DncAddition {
    /// Numbers, each as people write it.
    #[serde(default)]
    numbers: Vec<String>,
    /// One number per line, or a CSV file.
    text: Option<String>,
    /// Why.
    reason: Option<String>,
}

/// What was added.
#[derive(Serialize, ToSchema)]
pub struct DncAdded {
    /// The entries, those included that were on the list before.
    items: Vec<DncEntry>,
    /// Lines that hold no number.
    errors: Vec<UnreadLine>,
}

/// Adds numbers that are never called from now on; calls to them that wait are refused when they come up.
#[utoipa::path(post, path = "/dnc", tag = "Do not call", operation_id = "addDnc", request_body = DncAddition,
    responses((status = 200, description = "Added", body = DncAdded)))]
pub async fn add(
    State(app): State<AppState>,
    actor: Actor,
    Body(addition): Body<DncAddition>,
) -> Result<(StatusCode, Json<DncAdded>), Problem> {
    actor.require(Operation::DncAdd)?;
    let reason = addition
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > REASON_LENGTH_MAX) {
        return Err(Problem::invalid_field(
            "reason",
            format!("At most {REASON_LENGTH_MAX} characters."),
        ));
    }
    let reason = reason.map(str::to_owned);
    let settings = workspace_settings::of(&app, &actor.workspace).await?;
    let mut parts = addition.numbers;
    parts.extend(addition.text);
    let text = parts.join("\n");
    let pasted = lines::read(&text, &settings.default_region)
        .map_err(|why| Problem::new(ProblemCode::ListTooLarge).detail(why.to_string()))?;
    if pasted.numbers.is_empty() {
        let problem = Problem::new(ProblemCode::DncNothing);
        return Err(pasted
            .unread
            .into_iter()
            .take(ERRORS_SHOWN)
            .fold(problem, |problem, line| {
                problem.line(line.line, &line.code, line.message)
            }));
    }
    let rows = rows(&app, &actor, pasted.numbers, reason.as_deref());
    let detail = json!({"numbers": rows.len(), "reason": reason});
    let entry = Entry::by(&actor).detail(detail).row(&app, "dnc.added");
    let items = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let mut items = Vec::with_capacity(rows.len());
            for row in rows {
                tx.dnc().add(&row)?;
                items.extend(tx.dnc().find(&row.phone)?);
            }
            tx.audit().add(&entry)?;
            Ok(items)
        })
        .await?;
    let items = items.into_iter().map(DncEntry::from).collect();
    Ok((
        StatusCode::OK,
        Json(DncAdded {
            items,
            errors: pasted.unread,
        }),
    ))
}

fn rows(app: &AppState, actor: &Actor, numbers: Vec<PhoneNumber>, reason: Option<&str>) -> Vec<DncRow> {
    let now = app.now();
    let source = match actor.kind {
        ActorKind::User => "page",
        ActorKind::ApiKey => "api",
    };
    let row = |phone| DncRow {
        id: DncId::from_bits(app.ids.next(now)),
        phone,
        reason: reason.map(str::to_owned),
        source: source.to_owned(),
        added_by: actor.stored(),
        created_at: now,
    };
    numbers.into_iter().map(row).collect()
}

const REASON_LENGTH_MAX: usize = 500;
const ERRORS_SHOWN: usize = 100;
