//! `POST /imports/{id}/start`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ImportId;
use outdial_store::{ImportRow, ImportState};
use serde_json::json;

use super::view::ImportView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::importing::ImportReport;

/// Starts an import that was looked at. Its list is seen when its last lead is there; imports of a workspace follow one
/// another.
#[utoipa::path(post, path = "/imports/{id}/start", tag = "Leads", operation_id = "startImport",
    params(("id" = String, Path, description = "`imp_...`")),
    responses((status = 202, description = "Started", body = ImportView), (status = 404, description = "No such import"),
        (status = 409, description = "`import.not_ready`: it is still looked at, or was started before"),
        (status = 422, description = "`import.column_missing`, or `import.nothing`: no row would change anything")))]
pub async fn start_import(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ImportId>,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    actor.require(Operation::ImportsWrite)?;
    let now = app.now();
    let entry = |row: &ImportRow| {
        Entry::by(&actor)
            .subject(&row.id)
            .detail(json!({"name": row.name, "counts": row.counts, "consents": row.choices.consents}))
            .row(&app, "import.started")
    };
    let wanted = id.clone();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.imports().get(&wanted))
        .await?;
    let mut row = found.ok_or(ProblemCode::ImportNotFound)?;
    refuse_unready(&row)?;
    let entry = entry(&row);
    row.state = ImportState::Running;
    row.started_at = Some(now);
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            tx.imports().update(&mut row)?;
            tx.audit().add(&entry)?;
            Ok(row)
        })
        .await?;
    app.imports.write();
    app.engine.changes().import(&actor.workspace, id);
    Ok((StatusCode::ACCEPTED, Json(ImportView::of(&row, &app.imports))))
}

fn refuse_unready(row: &ImportRow) -> Result<(), Problem> {
    if row.state != ImportState::Checked {
        let sentence = format!(
            "The import is {}; only one that was checked can be started.",
            row.state.as_str()
        );
        return Err(Problem::new(ProblemCode::ImportNotReady).detail(sentence));
    }
    let report: ImportReport = row
        .report
        .clone()
        .and_then(|report| serde_json::from_value(report).ok())
        .unwrap_or_default();
    if !report.missing.is_empty() {
        let sentence = format!(
            "No column holds: {}. Say in the mapping which one does.",
            report.missing.join(", ")
        );
        return Err(Problem::new(ProblemCode::ImportColumnMissing).detail(sentence));
    }
    if row.counts.new + row.counts.updated == 0 {
        return Err(ProblemCode::ImportNothing.into());
    }
    Ok(())
}
