//! `DELETE /session`

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use crate::http::AppState;
use crate::http::auth::{Actor, clear_session_cookie};
use crate::http::problem::Problem;

/// Signs out: the session ends on the server, not only in the browser.
#[utoipa::path(delete, path = "/session", tag = "Session", operation_id = "signOut",
    responses((status = 204, description = "Signed out")))]
pub async fn sign_out(State(app): State<AppState>, actor: Actor) -> Result<impl IntoResponse, Problem> {
    if let Some(session) = actor.session {
        app.workspace(&actor.workspace)
            .write(move |tx| tx.sessions().remove(&session))
            .await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, clear_session_cookie())],
    ))
}
