//! `GET /users`

use axum::Json;
use axum::extract::State;

use super::wire::User;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::ListPage;
use crate::http::problem::Problem;

/// Lists the users.
#[utoipa::path(get, path = "/users", tag = "Users", operation_id = "listUsers",
    responses((status = 200, description = "All users", body = ListPage<User>)))]
pub async fn list(State(app): State<AppState>, actor: Actor) -> Result<Json<ListPage<User>>, Problem> {
    actor.require(Operation::UsersRead)?;
    let users = app
        .workspace(&actor.workspace)
        .read(|tx| tx.users().all())
        .await?;
    Ok(Json(ListPage::whole(users.into_iter().map(User::from).collect())))
}
