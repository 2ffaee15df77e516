//! `DELETE /views/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ViewId;
use outdial_store::StoreError;

use super::view::refuse_others;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Removes a view: one's own, or a shared one when one may share.
#[utoipa::path(delete, path = "/views/{id}", tag = "Leads", operation_id = "removeView",
    params(("id" = String, Path, description = "`view_...`")),
    responses((status = 204, description = "Removed"), (status = 404, description = "No such view")))]
pub async fn remove_view(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ViewId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::ViewsWrite)?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "view.removed");
    let asker = actor.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            let Some(row) = tx.views().get(&id)? else {
                return Ok(Err(ProblemCode::ViewNotFound.into()));
            };
            if let Err(problem) = refuse_others(&row, &asker) {
                return Ok(Err(problem));
            }
            tx.views().remove(&id)?;
            tx.audit().add(&entry)?;
            Ok::<Result<(), Problem>, StoreError>(Ok(()))
        })
        .await??;
    Ok(StatusCode::NO_CONTENT)
}
