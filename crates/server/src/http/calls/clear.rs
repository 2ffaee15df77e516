//! `DELETE /api/v1/calls`: an empty call log.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// How many calls left the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cleared {
    /// Calls that were taken out of the log.
    pub cleared: u64,
}

/// Takes every ended call out of the log and the statistics. Calls in progress stay; compliance receipts are kept.
#[utoipa::path(delete, path = "/calls", tag = "Calls", operation_id = "clearCalls", responses((status = 200, body = Cleared)))]
pub async fn clear_calls(State(app): State<AppState>, actor: Actor) -> Result<Json<Cleared>, Problem> {
    actor.require(Operation::CallsClear)?;
    Ok(Json(Cleared {
        cleared: clear(&app, &actor).await?,
    }))
}

/// Clears the log, notes who did it, and tells the watchers.
pub async fn clear(app: &AppState, actor: &Actor) -> Result<u64, Problem> {
    let mut cleared = 0;
    loop {
        let part = app
            .workspace(&actor.workspace)
            .write(|tx| tx.calls().archive_ended())
            .await?;
        cleared += part.cleared;
        if !part.more {
            break;
        }
    }
    let detail = serde_json::json!({ "cleared": cleared });
    let entry = Entry::by(actor)
        .subject(&"call log")
        .detail(detail)
        .row(app, "calls.cleared");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    app.engine.changes().everything(&actor.workspace);
    Ok(cleared)
}
