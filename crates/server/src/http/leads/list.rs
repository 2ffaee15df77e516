//! `GET /leads`

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::query::{CustomQuery, LeadQuery};
use super::view::LeadView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// A page of leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadPage {
    /// The leads, in the order asked for.
    pub items: Vec<LeadView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// How many leads match. A search finds at most 2,000 by name and as many by number in each list.
    pub total: u64,
    /// Whether more than `total` match: a filter that is not counted beforehand is counted up to 10,000.
    pub total_is_at_least: bool,
}

/// Leads: filtered, searched, sorted, a page at a time.
#[utoipa::path(get, path = "/leads", tag = "Leads", operation_id = "listLeads", params(LeadQuery),
    responses((status = 200, body = LeadPage), (status = 422, description = "A filter makes no sense")))]
pub async fn list_leads(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<LeadQuery>,
    custom: CustomQuery,
) -> Result<Json<LeadPage>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let region = app.default_region(&actor.workspace).await?;
    let (filter, order, page) = (query.filter(&region, custom)?, query.order()?, query.page());
    let (page, total) = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let total = tx.leads().count(&filter)?;
            Ok((tx.leads().list(&filter, &order, &page)?, total))
        })
        .await?;
    let now = app.now();
    Ok(Json(LeadPage {
        items: page.items.iter().map(|row| LeadView::of(row, now)).collect(),
        next_cursor: page.next_cursor,
        total: total.leads,
        total_is_at_least: total.at_least,
    }))
}
