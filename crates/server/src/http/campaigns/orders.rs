//! `POST /campaigns/{id}/start`, `/pause`, `/drain` and `/stop`

use axum::Json;
use axum::extract::State;
use outdial_domain::campaign::Event;
use outdial_domain::ids::CampaignId;

use super::refusals::explain;
use super::view::{CampaignView, StoredCampaign};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Starts a campaign, or lets it go on.
#[utoipa::path(post, path = "/campaigns/{id}/start", tag = "Campaigns", operation_id = "startCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "It dials", body = CampaignView), (status = 404, description = "No such campaign"),
        (status = 409, description = "`campaign.not_now`, or `campaign.no_consent`: not one lead has agreed to be called"),
        (status = 422, description = "`campaign.incomplete`: something must be filled in before")))]
pub async fn start_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignView>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    let asked = id.clone();
    let lists = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            Ok(tx
                .campaigns()
                .get(&asked)?
                .zip(Some(tx.campaigns().lists(&asked)?)))
        })
        .await?;
    let (_, lists) = lists.ok_or(ProblemCode::CampaignNotFound)?;
    if lists.is_empty() {
        let why = "Choose at least one list: there is nobody to call.";
        return Err(Problem::new(ProblemCode::CampaignIncomplete)
            .detail(why)
            .field("list_ids", "required", why));
    }
    order(&app, &actor, id, Event::Start, "campaign.started").await
}

/// Lets a campaign dial nothing until it is started again; calls under way go on.
#[utoipa::path(post, path = "/campaigns/{id}/pause", tag = "Campaigns", operation_id = "pauseCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "It waits", body = CampaignView), (status = 404, description = "No such campaign"),
        (status = 409, description = "`campaign.not_now`")))]
pub async fn pause_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignView>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    order(&app, &actor, id, Event::Pause, "campaign.paused").await
}

/// Lets a campaign dial nothing more and stop when its last call is over.
#[utoipa::path(post, path = "/campaigns/{id}/drain", tag = "Campaigns", operation_id = "drainCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "It drains", body = CampaignView), (status = 404, description = "No such campaign"),
        (status = 409, description = "`campaign.not_now`")))]
pub async fn drain_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignView>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    order(&app, &actor, id, Event::Drain, "campaign.drained").await
}

/// Ends a campaign: what is planned or rings is cancelled, talks go on.
#[utoipa::path(post, path = "/campaigns/{id}/stop", tag = "Campaigns", operation_id = "stopCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "It has ended", body = CampaignView), (status = 404, description = "No such campaign"),
        (status = 409, description = "`campaign.not_now`")))]
pub async fn stop_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignView>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    order(&app, &actor, id, Event::Stop, "campaign.stopped").await
}

async fn order(
    app: &AppState,
    actor: &Actor,
    id: CampaignId,
    event: Event,
    what: &str,
) -> Result<Json<CampaignView>, Problem> {
    let ordered = app
        .engine
        .order_campaign(&actor.workspace, &id, event, actor.stored())
        .await;
    let row = ordered.map_err(explain)?;
    let entry = Entry::by(actor).subject(&id).row(app, what);
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            tx.audit().add(&entry)?;
            StoredCampaign::complete(tx, row)
        })
        .await?;
    Ok(Json(stored.into_view()))
}
