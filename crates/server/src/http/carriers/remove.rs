//! `DELETE /carriers/{id}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::CarrierAccountId;
use serde_json::json;

use super::stored::find_changeable;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Removes a carrier account that no call in progress uses.
#[utoipa::path(delete, path = "/carriers/{id}", tag = "Carriers", operation_id = "removeCarrier",
    params(("id" = String, Path, description = "The account")),
    responses((status = 204, description = "Removed")))]
pub async fn remove(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CarrierAccountId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::CarriersWrite)?;
    let (row, ..) = find_changeable(&app, &actor.workspace, &id).await?;
    let detail = json!({"kind": row.kind, "name": row.name});
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(detail)
        .row(&app, "carrier.removed");
    let removed = id.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            let live = tx.calls().live(LIVE_LOOKED_AT)?;
            if live.iter().any(|call| call.account_id.as_ref() == Some(&removed)) {
                return Ok(Err(ProblemCode::CarrierInUse));
            }
            tx.carriers().remove(&removed)?;
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await??;
    app.engine.accounts().remove(&actor.workspace, &id);
    app.carriers.forget_health(&id);
    Ok(StatusCode::NO_CONTENT)
}

/// More live calls than any workspace may have.
const LIVE_LOOKED_AT: u32 = 10_000;
