//! `GET /api-keys`

use axum::Json;
use axum::extract::State;

use super::wire::ApiKey;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::ListPage;
use crate::http::problem::Problem;

/// Lists the keys that are not revoked.
#[utoipa::path(get, path = "/api-keys", tag = "API keys", operation_id = "listApiKeys",
    responses((status = 200, description = "All keys", body = ListPage<ApiKey>)))]
pub async fn list(State(app): State<AppState>, actor: Actor) -> Result<Json<ListPage<ApiKey>>, Problem> {
    actor.require(Operation::ApiKeysRead)?;
    let keys = app
        .workspace(&actor.workspace)
        .read(|tx| tx.api_keys().all())
        .await?;
    Ok(Json(ListPage::whole(
        keys.into_iter().map(ApiKey::from).collect(),
    )))
}
