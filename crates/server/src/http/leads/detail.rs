//! `GET /leads/{id}`: one lead with its calls.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::LeadId;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::LeadView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::view::CallView;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// One lead with its calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadDetail {
    /// The lead.
    pub lead: LeadView,
    /// Its calls, the newest first.
    pub calls: Vec<CallView>,
}

/// One lead with its calls.
#[utoipa::path(get, path = "/leads/{id}", tag = "Leads", operation_id = "readLead",
    params(("id" = String, Path, description = "`lead_...`")),
    responses((status = 200, body = LeadDetail), (status = 404, description = "No such lead")))]
pub async fn read_lead(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
) -> Result<Json<LeadDetail>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(lead) = tx.leads().get(&id)? else {
                return Ok(None);
            };
            Ok(Some((lead, tx.calls().of_lead(&id, CALLS_SHOWN)?)))
        })
        .await?;
    let Some((lead, calls)) = found else {
        return Err(ProblemCode::LeadNotFound.into());
    };
    let names = app.carrier_names(&actor.workspace);
    Ok(Json(LeadDetail {
        lead: LeadView::of(&lead, app.now()),
        calls: calls.iter().map(|row| CallView::of(row, &names)).collect(),
    }))
}

/// Nobody is called more often and still talked to.
const CALLS_SHOWN: u32 = 200;
