//! `POST /session`

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::begin::{Begun, begin};
use super::wire::Session;
use crate::http::AppState;
use crate::http::auth::{Client, Verdict, require_same_origin};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// E-mail address and password.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    email: String,
    password: String,
}

/// Signs in; the answer sets the session cookie.
#[utoipa::path(post, path = "/session", tag = "Session", operation_id = "signIn",
    request_body = Credentials,
    responses((status = 200, description = "Signed in", body = Session)))]
pub async fn sign_in(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    Body(credentials): Body<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    require_same_origin(&headers, &app.base_url)?;
    let Credentials { email, password } = credentials;
    let email = email.trim().to_lowercase();
    if email.len() > LONGEST_FIELD || password.len() > LONGEST_FIELD {
        return Err(ProblemCode::AuthCredentials.into());
    }
    if let Verdict::Wait { seconds } = app.login_throttle.begin(client.address, &email, app.now()) {
        return Err(Problem::new(ProblemCode::AuthThrottled).retry_after_s(seconds));
    }
    let wanted = email.clone();
    let found = app
        .store
        .system()
        .read(move |tx| tx.user_by_email(&wanted))
        .await?;
    let stored = found.as_ref().map(|(_, user)| user.password_hash.as_str());
    let right = app.passwords.verify(&password, stored).await?;
    let (workspace, user) = match found {
        Some((workspace, user)) if right && !user.disabled => (workspace, user),
        Some(_) | None => {
            tracing::info!(client.address = %client.address, "a sign-in was refused");
            return Err(ProblemCode::AuthCredentials.into());
        }
    };
    app.login_throttle.succeeded(client.address, &email);
    let Begun { session, cookie } = begin(&app, &workspace, &user, client, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(session)))
}

/// Longer than any address or password that is accepted elsewhere.
const LONGEST_FIELD: usize = 1_024;
