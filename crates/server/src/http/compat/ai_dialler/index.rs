//! `GET /api/leads`

use axum::Json;
use axum::extract::State;
use outdial_store::{LeadFilter, LeadRow, LeadSort, PageRequest, StoreError, Tx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::lead::AiDiallerLead;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// How many leads.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AiDiallerLeadsQuery {
    /// Most leads; 1,000 when absent, and at most. `GET /api/v1/leads` shows all of them page by page.
    pub limit: Option<u32>,
}

/// The leads that the automation calls, the newest first.
#[utoipa::path(get, path = "/api/leads", tag = "Compatibility", operation_id = "aiDiallerLeads",
    params(AiDiallerLeadsQuery), responses((status = 200, body = Vec<AiDiallerLead>)))]
pub async fn ai_dialler_leads(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<AiDiallerLeadsQuery>,
) -> Result<Json<Vec<AiDiallerLead>>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let most = query.limit.unwrap_or(LEADS_MAX).clamp(1, LEADS_MAX);
    let rows = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let rows = newest(tx, most)?;
            let leads = rows.iter().map(|row| AiDiallerLead::read(tx, row));
            leads.collect::<Result<Vec<_>, _>>()
        })
        .await?;
    Ok(Json(rows))
}

fn newest(tx: &mut Tx<'_>, most: u32) -> Result<Vec<LeadRow>, StoreError> {
    let lists = match tx.automation().campaign()? {
        Some(campaign) => tx.campaigns().lists(&campaign)?,
        None => tx.lists().in_use(LISTS_MAX)?,
    };
    let mut found = Vec::new();
    for list in lists {
        let filter = LeadFilter {
            list_id: Some(list),
            ..LeadFilter::default()
        };
        // The last line of a list came in last.
        let sort = LeadSort::from_words("-line").unwrap_or_else(LeadSort::as_listed);
        found.extend(tx.leads().list(&filter, &sort, &PageRequest::first(most))?.items);
    }
    found.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(found)
}

/// A page of a screen is far less.
const LEADS_MAX: u32 = 1_000;
const LISTS_MAX: u32 = 200;
