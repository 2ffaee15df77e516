//! `DELETE /api-keys/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::ApiKeyId;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Revokes a key at once and for good.
#[utoipa::path(delete, path = "/api-keys/{id}", tag = "API keys", operation_id = "revokeApiKey",
    params(("id" = String, Path, description = "The key")),
    responses((status = 204, description = "Revoked")))]
pub async fn revoke(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::ApiKeysWrite)?;
    let now = app.now();
    let entry = Entry::by(&actor).subject(&id).row(&app, "api_key.revoked");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            if !tx.api_keys().revoke(&id, now)? {
                return Ok(Err(ProblemCode::ApiKeyNotFound));
            }
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await??;
    Ok(StatusCode::NO_CONTENT)
}
