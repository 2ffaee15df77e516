//! `GET /campaigns/{id}/leads`

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::CampaignId;
use outdial_store::{LeadOfCampaign, LeadPlace, Places};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::why::{WhyView, why_of};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::leads::LeadView;
use crate::http::page::PageQuery;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Where leads stand in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CampaignPlace)]
pub enum PlaceWord {
    /// May be called now.
    Due,
    /// Is being called, or is to be called later.
    Waiting,
    /// Done with.
    Done,
    /// Left out by the campaign's selection.
    Blocked,
}

/// Which leads of a campaign.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CampaignLeadsQuery {
    /// Where they stand; all when absent.
    #[param(inline)]
    pub place: Option<PlaceWord>,
    /// How many items, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A lead as a campaign will call it, called it or does not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampaignLead)]
pub struct CampaignLeadView {
    /// The lead.
    pub lead: LeadView,
    /// Where it stands.
    pub place: PlaceWord,
    /// Why; null while nothing happened to it.
    #[schema(required)]
    pub why: Option<WhyView>,
    /// From when on it may be called.
    #[schema(required)]
    pub due_at: Option<String>,
    /// Calls of the campaign to it that reached the network.
    pub attempts: u32,
    /// The number that is next, as people write it.
    pub next_phone_display: String,
}

/// A page of a campaign's leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignLeadPage {
    /// The leads, the next to be called first.
    pub items: Vec<CampaignLeadView>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Leads of a campaign in the order in which it calls them: those that are due, then those that wait, those that are done
/// with, and those that it leaves out.
#[utoipa::path(get, path = "/campaigns/{id}/leads", tag = "Campaigns", operation_id = "listCampaignLeads",
    params(("id" = String, Path, description = "`cmp_...`"), CampaignLeadsQuery),
    responses((status = 200, body = CampaignLeadPage), (status = 404, description = "No such campaign")))]
pub async fn list_campaign_leads(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
    Query(query): Query<CampaignLeadsQuery>,
) -> Result<Json<CampaignLeadPage>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    actor.require(Operation::LeadsRead)?;
    let places = match query.place {
        None => Places::All,
        Some(PlaceWord::Due) => Places::Due,
        Some(PlaceWord::Waiting) => Places::Waiting,
        Some(PlaceWord::Done) => Places::Done,
        Some(PlaceWord::Blocked) => Places::Blocked,
    };
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let (page, now) = (page.request(), app.now());
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(campaign) = tx.campaigns().get(&id)? else {
                return Ok(None);
            };
            let page = tx
                .campaign_leads()
                .page(&id, &campaign.settings, places, now, &page)?;
            Ok(Some(page))
        })
        .await?;
    let found = found.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(CampaignLeadPage {
        items: found
            .items
            .iter()
            .map(|item| CampaignLeadView::of(item, now))
            .collect(),
        next_cursor: found.next_cursor,
    }))
}

impl CampaignLeadView {
    fn of(item: &LeadOfCampaign, now: Timestamp) -> Self {
        let LeadOfCampaign { lead, own } = item;
        let (place, due_at) = match own.as_ref().map(|own| own.place) {
            None => (PlaceWord::Due, None),
            Some(LeadPlace::Due(at)) if at <= now => (PlaceWord::Due, Some(at)),
            Some(LeadPlace::Due(at)) => (PlaceWord::Waiting, Some(at)),
            Some(LeadPlace::Taken) => (PlaceWord::Waiting, None),
            Some(LeadPlace::Done) => (PlaceWord::Done, None),
            Some(LeadPlace::LeftOut) => (PlaceWord::Blocked, None),
        };
        let number = own.as_ref().map_or(0, |own| own.number);
        let next = lead.phones().nth(usize::try_from(number).unwrap_or(0));
        Self {
            place,
            why: own.as_ref().and_then(why_of),
            due_at: due_at.map(|at| at.to_string()),
            attempts: own.as_ref().map_or(0, |own| own.attempts),
            next_phone_display: next.unwrap_or(&lead.phone).international(),
            lead: LeadView::of(lead, now),
        }
    }
}
