//! `POST /imports/{id}/cancel`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::ImportId;
use outdial_store::ImportState;

use super::view::ImportView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::importing::ImportFiles;

/// Cancels an import. What it wrote already is taken back, which takes a moment (`cancelling`); doing it twice is fine.
#[utoipa::path(post, path = "/imports/{id}/cancel", tag = "Leads", operation_id = "cancelImport",
    params(("id" = String, Path, description = "`imp_...`")),
    responses((status = 200, description = "It ends", body = ImportView), (status = 404, description = "No such import"),
        (status = 409, description = "`import.not_ready`: it is done; undo it")))]
pub async fn cancel_import(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ImportId>,
) -> Result<Json<ImportView>, Problem> {
    actor.require(Operation::ImportsWrite)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "import.cancelled");
    let (wanted, now) = (id.clone(), app.now());
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.imports().get(&wanted)? else {
                return Ok(Err(ProblemCode::ImportNotFound));
            };
            match row.state {
                ImportState::Checking | ImportState::Checked => {
                    row.state = ImportState::Cancelled;
                    row.finished_at = Some(now);
                }
                ImportState::Running => {}
                ImportState::Cancelled => return Ok(Ok(row)),
                ImportState::Done | ImportState::Failed | ImportState::Undoing | ImportState::Undone => {
                    return Ok(Err(ProblemCode::ImportNotReady));
                }
            }
            if !row.cancelled {
                row.cancelled = true;
                tx.imports().update(&mut row)?;
                tx.audit().add(&entry)?;
            }
            Ok(Ok(row))
        })
        .await??;
    app.imports.stop(&id);
    if row.state == ImportState::Cancelled {
        ImportFiles::of(&app.config.data_dir, &id).forget().await;
    } else {
        app.imports.write();
    }
    app.engine.changes().import(&actor.workspace, id);
    Ok(Json(ImportView::of(&row, &app.imports)))
}
