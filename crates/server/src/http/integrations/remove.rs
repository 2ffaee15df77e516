//! `DELETE /integrations/{kind}`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::json;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::integrations::{open_workspace, spec};

/// Removes the account that was entered; what the environment gives is used again.
#[utoipa::path(delete, path = "/integrations/{kind}", tag = "Integrations", operation_id = "removeIntegration",
    params(("kind" = String, Path, description = "`calcom`, `resend`, `smtp` or `openai`")),
    responses((status = 204, description = "Removed"), (status = 404, description = "No account was entered")))]
pub async fn remove_integration(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    let spec = spec(&kind).ok_or(ProblemCode::IntegrationNotFound)?;
    let entry = Entry::by(&actor)
        .subject(&spec.kind)
        .detail(json!({}))
        .row(&app, "integration.removed");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            if !tx.integrations().remove(spec.kind)? {
                return Ok(Err(ProblemCode::IntegrationNotFound));
            }
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await??;
    open_workspace(&app, &actor.workspace).await?;
    Ok(StatusCode::NO_CONTENT)
}
