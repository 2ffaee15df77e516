//! `GET /session`

use axum::Json;
use axum::extract::State;

use super::begin::describe;
use super::wire::Session;
use crate::http::AppState;
use crate::http::audit::user_id;
use crate::http::auth::Actor;
use crate::http::problem::{Problem, ProblemCode};

/// Tells who is signed in, and gives the token that unsafe requests must carry.
#[utoipa::path(get, path = "/session", tag = "Session", operation_id = "readSession",
    responses((status = 200, description = "Who is signed in", body = Session)))]
pub async fn read(State(app): State<AppState>, actor: Actor) -> Result<Json<Session>, Problem> {
    let (Some(id), Some(csrf)) = (user_id(&actor), actor.csrf_token) else {
        return Err(
            Problem::new(ProblemCode::AuthRequired).detail("A key has no session; this is for people.")
        );
    };
    let user = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.users().get(&id))
        .await?;
    let user = user.ok_or(ProblemCode::AuthSessionExpired)?;
    Ok(Json(describe(&app, &actor.workspace, &user, csrf).await?))
}
