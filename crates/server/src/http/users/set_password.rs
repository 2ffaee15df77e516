//! `POST /users/{id}/password`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::UserId;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation, check_strength};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// A password for somebody else.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenPassword {
    password: String,
}

/// Gives a user a new password and ends all of that user's sessions.
#[utoipa::path(post, path = "/users/{id}/password", tag = "Users", operation_id = "setUserPassword",
    params(("id" = String, Path, description = "The user")), request_body = GivenPassword,
    responses((status = 204, description = "Changed")))]
pub async fn set_password(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<UserId>,
    Body(GivenPassword { password }): Body<GivenPassword>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::UsersWrite)?;
    let wanted = id.clone();
    let user = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.users().get(&wanted))
        .await?;
    let user = user.ok_or(ProblemCode::UserNotFound)?;
    if let Some(why) = check_strength(&password, &user.email) {
        return Err(Problem::new(ProblemCode::AuthPasswordWeak)
            .detail(&*why)
            .field("password", "weak", why));
    }
    let hash = app.passwords.hash(&password).await?;
    let entry = Entry::by(&actor).subject(&id).row(&app, "user.password_set");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut user) = tx.users().get(&id)? else {
                return Ok(());
            };
            user.password_hash = hash;
            tx.users().update(&user)?;
            tx.sessions().remove_of_user(&id, None)?;
            tx.audit().add(&entry)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
