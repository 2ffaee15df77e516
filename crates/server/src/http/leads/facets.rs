//! `GET /leads/facets`: what a filter can ask for.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// What a filter of leads can ask for, up to 200 words of each kind, in order.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadFacets {
    /// Tags.
    pub tags: Vec<String>,
    /// Regions of numbers.
    pub regions: Vec<String>,
    /// Names of the fields that the workspace added.
    pub custom_fields: Vec<String>,
}

/// The tags, regions and further fields that leads of the lists in use have.
#[utoipa::path(get, path = "/leads/facets", tag = "Leads", operation_id = "readLeadFacets",
    responses((status = 200, body = LeadFacets)))]
pub async fn lead_facets(State(app): State<AppState>, actor: Actor) -> Result<Json<LeadFacets>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(|tx| tx.leads().facets(WORDS_MAX))
        .await?;
    Ok(Json(LeadFacets {
        tags: found.tags.into_iter().collect(),
        regions: found.regions.into_iter().collect(),
        custom_fields: found.custom_fields.into_iter().collect(),
    }))
}

/// Who has more of them types what is looked for.
const WORDS_MAX: usize = 200;
