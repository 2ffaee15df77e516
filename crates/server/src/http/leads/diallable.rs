//! `GET /leads/{id}/diallable`: may it be called now, and why was it called or not the last time.

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::campaign::CampaignState;
use outdial_domain::ids::LeadId;
use outdial_domain::rules::Decision;
use outdial_store::{CampaignLead, CampaignRow, LeadPlace};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::LeadView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::campaigns::{WhyView, why_of};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Whether a lead may be called now.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadDiallable {
    /// Whether no rule objects.
    pub allowed: bool,
    /// The number that is dialled first.
    pub number: String,
    /// What each rule says.
    pub rules: Vec<RuleSays>,
    /// When it may be called, if not now; null when it may, or never may.
    #[schema(required)]
    pub next_opening: Option<String>,
    /// The zones in which it may be.
    pub zones: Vec<String>,
    /// Why its last call was made or was not; null without one.
    #[schema(required)]
    pub why_last: Option<WhyLast>,
    /// What each campaign that has looked at it says of it.
    pub campaigns: Vec<LeadInCampaign>,
}

/// What a campaign says of a lead.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadInCampaign {
    /// `cmp_...`
    pub campaign_id: String,
    /// The campaign's name.
    pub name: String,
    /// Where the campaign stands.
    pub state: String,
    /// Why the lead stands where it stands; null while nothing happened to it.
    #[schema(required)]
    pub why: Option<WhyView>,
    /// When it is due; null when it is being called, or is not called any more.
    #[schema(required)]
    pub due_at: Option<String>,
    /// Calls of the campaign to it that reached the network.
    pub attempts: u32,
    /// Why the whole campaign calls nobody now, if that is so.
    #[schema(required)]
    pub closed: Option<String>,
}

/// What a rule says of a call.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleSays {
    /// Which rule.
    pub code: String,
    /// Whether it has nothing against it.
    pub allowed: bool,
    /// The same for people.
    pub sentence: String,
    /// When to ask again; null when it allows, or never will.
    #[schema(required)]
    pub until: Option<String>,
}

/// Why a call was made or was not.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyLast {
    /// When that was decided.
    pub at: String,
    /// One sentence.
    pub sentence: String,
}

/// Asks the dial rules about a lead as of now; nothing is written down.
#[utoipa::path(get, path = "/leads/{id}/diallable", tag = "Leads", operation_id = "readLeadDiallable",
    params(("id" = String, Path, description = "`lead_...`")),
    responses((status = 200, body = LeadDiallable), (status = 404, description = "No such lead")))]
pub async fn lead_diallable(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
) -> Result<Json<LeadDiallable>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(lead) = tx.leads().get(&id)? else {
                return Ok(None);
            };
            let last = match tx.calls().of_lead(&id, 1)?.pop() {
                Some(call) => tx.receipts().latest(&call.id)?,
                None => None,
            };
            let mut campaigns = Vec::new();
            for (campaign, own) in tx.campaign_leads().of_lead(&id)? {
                if let Some(campaign) = tx.campaigns().get(&campaign)? {
                    campaigns.push((campaign, own));
                }
            }
            Ok(Some((lead, last, campaigns)))
        })
        .await?;
    let (lead, last, campaigns) = found.ok_or(ProblemCode::LeadNotFound)?;
    let numbers = vec![lead.phone.clone()];
    let decisions = app.engine.preview(&actor.workspace, numbers, None).await?;
    let decision = decisions
        .into_iter()
        .next()
        .ok_or_else(|| Problem::internal(&"the rules gave no answer"))?;
    let rules = decision.receipt().rules.iter().map(|finding| RuleSays {
        code: finding.rule.as_str().to_owned(),
        allowed: !finding.objects(),
        sentence: finding.message.clone(),
        until: finding.until.map(|at| at.to_string()),
    });
    let why_last = last.and_then(|receipt| {
        let decision: Decision = serde_json::from_value(receipt.decision).ok()?;
        let sentence = decision.refusal().map_or_else(
            || "It was called: no rule objected.".to_owned(),
            |refusal| refusal.message.clone(),
        );
        Some(WhyLast {
            at: receipt.at.to_string(),
            sentence,
        })
    });
    let next_opening = match &decision {
        Decision::Postpone { until, .. } => Some(until.to_string()),
        Decision::Allow { .. } | Decision::Refuse { .. } => None,
    };
    Ok(Json(LeadDiallable {
        allowed: decision.is_allowed(),
        number: lead.phone.e164().to_owned(),
        rules: rules.collect(),
        next_opening,
        zones: LeadView::of(&lead, app.now()).zones,
        why_last,
        campaigns: campaigns
            .iter()
            .map(|(campaign, own)| LeadInCampaign::of(campaign, own, app.now()))
            .collect(),
    }))
}

impl LeadInCampaign {
    fn of(campaign: &CampaignRow, own: &CampaignLead, now: Timestamp) -> Self {
        let schedule = campaign.settings.schedule.as_ref();
        let closed = match campaign.state {
            CampaignState::Running => schedule
                .filter(|schedule| !schedule.is_open(now))
                .map(|schedule| match schedule.next_opening(now) {
                    Some(at) => format!("Outside the campaign's hours; it works again from {at} on."),
                    None => "The campaign has no hours within the next two months.".to_owned(),
                }),
            state @ (CampaignState::Draft
            | CampaignState::Paused
            | CampaignState::Draining
            | CampaignState::Stopped
            | CampaignState::Finished) => Some(format!("The campaign is {}.", state.as_str())),
        };
        Self {
            campaign_id: campaign.id.to_string(),
            name: campaign.name.clone(),
            state: campaign.state.as_str().to_owned(),
            why: why_of(own),
            due_at: match own.place {
                LeadPlace::Due(at) => Some(at.to_string()),
                LeadPlace::Taken | LeadPlace::Done | LeadPlace::LeftOut => None,
            },
            attempts: own.attempts,
            closed,
        }
    }
}
