//! `DELETE /lists/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ListId;
use outdial_store::ListState;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Puts a list away: its leads are not shown any more, and their calls stay in the log. Doing it twice is fine.
#[utoipa::path(delete, path = "/lists/{id}", tag = "Leads", operation_id = "archiveList",
    params(("id" = String, Path, description = "`list_...`")),
    responses((status = 204, description = "Put away"), (status = 404, description = "No such list")))]
pub async fn archive_list(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ListId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::ListsWrite)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "list.archived");
    app.workspace(&actor.workspace)
        .write(move |tx| match tx.lists().get(&id)?.map(|row| row.state) {
            None | Some(ListState::Importing) => Ok(Err(ProblemCode::ListNotFound)),
            Some(ListState::Archived) => Ok(Ok(())),
            Some(ListState::Ready) => {
                tx.lists().archive(&id)?;
                tx.audit().add(&entry)?;
                Ok(Ok(()))
            }
        })
        .await??;
    app.engine.changes().everything(&actor.workspace);
    Ok(StatusCode::NO_CONTENT)
}
