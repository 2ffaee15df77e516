//! `PATCH /users/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::UserId;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::create::check_name;
use super::last_admin::is_last_admin;
use super::wire::User;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation, Role};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// What to change; absent fields stay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Name shown to others.
    name: Option<String>,
    /// What the person may do.
    role: Option<Role>,
    /// Whether signing in is blocked.
    disabled: Option<bool>,
}

/// Changes a user; a new role or a block ends the user's sessions.
#[utoipa::path(patch, path = "/users/{id}", tag = "Users", operation_id = "changeUser",
    params(("id" = String, Path, description = "The user")), request_body = UserChange,
    responses((status = 200, description = "Changed", body = User)))]
pub async fn change(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<UserId>,
    Body(change): Body<UserChange>,
) -> Result<Json<User>, Problem> {
    actor.require(Operation::UsersWrite)?;
    let name = change.name.as_deref().map(check_name).transpose()?;
    let detail = json!({"name": name, "role": change.role, "disabled": change.disabled});
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(detail)
        .row(&app, "user.changed");
    let changed = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(before) = tx.users().get(&id)? else {
                return Ok(Err(ProblemCode::UserNotFound));
            };
            let mut after = before.clone();
            after.name = name.unwrap_or(after.name);
            after.role = change.role.map_or(after.role, Into::into);
            after.disabled = change.disabled.unwrap_or(after.disabled);
            let loses_rights = after.role != before.role || after.disabled;
            if loses_rights && is_last_admin(tx, &before)? {
                return Ok(Err(ProblemCode::UserLastAdmin));
            }
            tx.users().update(&after)?;
            if loses_rights {
                tx.sessions().remove_of_user(&after.id, None)?;
            }
            tx.audit().add(&entry)?;
            Ok(Ok(after))
        })
        .await??;
    Ok(Json(changed.into()))
}
