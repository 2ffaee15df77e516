//! `POST /imports/{id}/undo`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ImportId;
use outdial_store::ImportState;

use super::view::ImportView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Takes a whole import back, in the background: leads that it made go, leads that it changed become what they were.
/// What was called or changed again since stays and is counted as kept.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "Leads", operation_id = "undoImport",
    params(("id" = String, Path, description = "`imp_...`")),
    responses((status = 202, description = "It is taken back", body = ImportView),
        (status = 404, description = "No such import"), (status = 409, description = "`import.not_ready`: it is not done")))]
pub async fn undo_import(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ImportId>,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    actor.require(Operation::ImportsWrite)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "import.undone");
    let wanted = id.clone();
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.imports().get(&wanted)? else {
                return Ok(Err(ProblemCode::ImportNotFound));
            };
            match row.state {
                ImportState::Done => {}
                ImportState::Checking
                | ImportState::Checked
                | ImportState::Running
                | ImportState::Cancelled
                | ImportState::Failed
                | ImportState::Undoing
                | ImportState::Undone => return Ok(Err(ProblemCode::ImportNotReady)),
            }
            row.state = ImportState::Undoing;
            row.finished_at = None;
            tx.imports().update(&mut row)?;
            tx.audit().add(&entry)?;
            Ok(Ok(row))
        })
        .await??;
    app.imports.write();
    app.engine.changes().import(&actor.workspace, id);
    Ok((StatusCode::ACCEPTED, Json(ImportView::of(&row, &app.imports))))
}
