//! `POST /session/password`

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::audit::{Entry, user_id};
use crate::http::auth::{Actor, Verdict, check_strength};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// The old and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    current_password: String,
    new_password: String,
}

/// Changes the own password and ends all other sessions.
#[utoipa::path(post, path = "/session/password", tag = "Session", operation_id = "changePassword",
    request_body = PasswordChange, responses((status = 204, description = "Changed")))]
pub async fn change_password(
    State(app): State<AppState>,
    actor: Actor,
    Body(change): Body<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let id = user_id(&actor).ok_or(ProblemCode::AuthForbidden)?;
    let wanted = id.clone();
    let user = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.users().get(&wanted))
        .await?;
    let user = user.ok_or(ProblemCode::AuthSessionExpired)?;
    // A stolen session must not serve to guess the password.
    if let Verdict::Wait { seconds } = app.login_throttle.begin(actor.address, &user.email, app.now()) {
        return Err(Problem::new(ProblemCode::AuthThrottled).retry_after_s(seconds));
    }
    if !app
        .passwords
        .verify(&change.current_password, Some(&user.password_hash))
        .await?
    {
        return Err(Problem::new(ProblemCode::AuthPasswordWrong).field(
            "current_password",
            "wrong",
            "This is not your current password.",
        ));
    }
    app.login_throttle.succeeded(actor.address, &user.email);
    if let Some(why) = check_strength(&change.new_password, &user.email) {
        return Err(Problem::new(ProblemCode::AuthPasswordWeak).detail(&*why).field(
            "new_password",
            "weak",
            why,
        ));
    }
    let hash = app.passwords.hash(&change.new_password).await?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .row(&app, "session.password_changed");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut user) = tx.users().get(&id)? else {
                return Ok(());
            };
            user.password_hash = hash;
            tx.users().update(&user)?;
            tx.sessions().remove_of_user(&id, actor.session.as_ref())?;
            tx.audit().add(&entry)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
