//! `DELETE /api/leads` and `DELETE /api/leads/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::LeadId;
use outdial_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// Which leads.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AiDiallerIds {
    /// Their ids.
    ids: Vec<String>,
}

/// They are gone.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiDiallerRemoved {
    /// Whether all are gone.
    success: bool,
}

/// It is gone.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiDiallerGone {
    /// That it is.
    message: String,
}

/// Removes leads, all or none. Their calls stay in the log.
#[utoipa::path(delete, path = "/api/leads", tag = "Compatibility", operation_id = "aiDiallerRemoveMany",
    request_body = AiDiallerIds,
    responses((status = 200, body = AiDiallerRemoved), (status = 404, description = "One of them is not there"),
        (status = 409, description = "One of them is being called")))]
pub async fn ai_dialler_remove_many(
    State(app): State<AppState>,
    actor: Actor,
    Body(which): Body<AiDiallerIds>,
) -> Result<Json<AiDiallerRemoved>, Problem> {
    actor.require(Operation::LeadsBatch)?;
    if which.ids.len() > LEADS_MAX {
        let help = format!("remove at most {LEADS_MAX} leads at once");
        return Err(Problem::invalid_field("ids", help));
    }
    let ids: Result<Vec<LeadId>, _> = which.ids.iter().map(|id| id.parse()).collect();
    let ids = ids.map_err(|_| ProblemCode::LeadNotFound)?;
    remove(&app, &actor, ids).await?;
    Ok(Json(AiDiallerRemoved { success: true }))
}

/// Removes a lead. Its calls stay in the log.
#[utoipa::path(delete, path = "/api/leads/{id}", tag = "Compatibility", operation_id = "aiDiallerRemove",
    params(("id" = String, Path, description = "`lead_...`")),
    responses((status = 200, body = AiDiallerGone), (status = 404, description = "No such lead"),
        (status = 409, description = "It is being called")))]
pub async fn ai_dialler_remove(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
) -> Result<Json<AiDiallerGone>, Problem> {
    actor.require(Operation::LeadsBatch)?;
    remove(&app, &actor, vec![id]).await?;
    Ok(Json(AiDiallerGone {
        message: "Lead deleted successfully".to_owned(),
    }))
}

async fn remove(app: &AppState, actor: &Actor, ids: Vec<LeadId>) -> Result<(), Problem> {
    let entry = Entry::by(actor)
        .detail(json!({"leads": ids.len()}))
        .row(app, "leads.removed");
    app.workspace(&actor.workspace)
        .write(move |tx| {
            // First whether all may go, so that none goes otherwise.
            for id in &ids {
                if let Some(problem) = refuse(tx, id)? {
                    return Ok(Err(problem));
                }
            }
            for id in &ids {
                if let Some(lead) = tx.leads().get(id)? {
                    tx.leads().remove(&lead)?;
                }
            }
            tx.audit().add(&entry)?;
            Ok::<_, StoreError>(Ok(()))
        })
        .await??;
    app.engine.changes().everything(&actor.workspace);
    Ok(())
}

fn refuse(tx: &mut Tx<'_>, id: &LeadId) -> Result<Option<Problem>, StoreError> {
    if tx.leads().get(id)?.is_none() {
        return Ok(Some(ProblemCode::LeadNotFound.into()));
    }
    if tx.leads().is_reserved(id)? {
        let why = "The lead is being called; remove it when the call is over.";
        return Ok(Some(Problem::new(ProblemCode::LeadHeld).detail(why)));
    }
    Ok(None)
}

/// About a tenth of a second, which is as long as a webhook may wait.
const LEADS_MAX: usize = 400;
