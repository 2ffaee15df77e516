//! `GET /campaigns` and `GET /campaigns/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CampaignId;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{CampaignView, StoredCampaign};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::PageQuery;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// A page of campaigns.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignPage {
    /// The campaigns, the newest first.
    pub items: Vec<CampaignView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Campaigns, the newest first.
#[utoipa::path(get, path = "/campaigns", tag = "Campaigns", operation_id = "listCampaigns", params(PageQuery),
    responses((status = 200, description = "A page of campaigns", body = CampaignPage)))]
pub async fn list_campaigns(
    State(app): State<AppState>,
    actor: Actor,
    Query(page): Query<PageQuery>,
) -> Result<Json<CampaignPage>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let page = page.request();
    let (found, next_cursor) = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let page = tx.campaigns().list(&page)?;
            let mut found = Vec::with_capacity(page.items.len());
            for row in page.items {
                found.push(StoredCampaign::complete(tx, row)?);
            }
            Ok((found, page.next_cursor))
        })
        .await?;
    Ok(Json(CampaignPage {
        items: found.into_iter().map(StoredCampaign::into_view).collect(),
        next_cursor,
    }))
}

/// One campaign.
#[utoipa::path(get, path = "/campaigns/{id}", tag = "Campaigns", operation_id = "readCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "The campaign", body = CampaignView),
        (status = 404, description = "No such campaign")))]
pub async fn read_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignView>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| match tx.campaigns().get(&id)? {
            Some(row) => StoredCampaign::complete(tx, row).map(Some),
            None => Ok(None),
        })
        .await?;
    let found = found.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(found.into_view()))
}
