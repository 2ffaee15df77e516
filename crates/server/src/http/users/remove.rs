//! `DELETE /users/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::UserId;
use serde_json::json;

use super::last_admin::is_last_admin;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Removes a user; what the user did keeps the name.
#[utoipa::path(delete, path = "/users/{id}", tag = "Users", operation_id = "removeUser",
    params(("id" = String, Path, description = "The user")),
    responses((status = 204, description = "Removed")))]
pub async fn remove(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<UserId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::UsersWrite)?;
    let entry = Entry::by(&actor).subject(&id);
    let at_work = app.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            let Some(user) = tx.users().get(&id)? else {
                return Ok(Err(ProblemCode::UserNotFound));
            };
            if is_last_admin(tx, &user)? {
                return Ok(Err(ProblemCode::UserLastAdmin));
            }
            tx.users().remove(&id)?;
            tx.audit().add(
                &entry
                    .detail(json!({"email": user.email}))
                    .row(&at_work, "user.removed"),
            )?;
            Ok(Ok(()))
        })
        .await??;
    Ok(StatusCode::NO_CONTENT)
}
