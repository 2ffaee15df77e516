//! `POST /campaigns` and `POST /campaigns/{id}/clone`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::campaign::{CampaignSettings, CampaignState};
use outdial_domain::ids::{CampaignId, ListId};
use outdial_store::{CampaignRow, StoreError};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::choices::{list_ids, name, refuse_absent, refuse_unknown_account, settings};
use super::view::{CampaignView, StoredCampaign};
use super::wire::CampaignChoices;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// A campaign to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCampaign {
    /// Shown to people.
    name: String,
    /// The lists that it goes through, in their order.
    #[serde(default)]
    list_ids: Vec<String>,
    /// What is chosen for it; fields that are left out have safe defaults.
    #[serde(default)]
    #[schema(value_type = Option<CampaignChoices>)]
    settings: Map<String, Value>,
}

/// Makes a campaign. It dials nothing until it is started.
#[utoipa::path(post, path = "/campaigns", tag = "Campaigns", operation_id = "createCampaign", request_body = NewCampaign,
    responses((status = 201, description = "Made", body = CampaignView),
        (status = 422, description = "`campaign.invalid`: a choice cannot be used")))]
pub async fn create_campaign(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Body(new): Body<NewCampaign>,
) -> Result<(StatusCode, Json<CampaignView>), Problem> {
    actor.require(Operation::CampaignsWrite)?;
    let settings = settings(&CampaignSettings::default(), new.settings)?;
    refuse_unknown_account(&app, &actor, &settings)?;
    let lists = list_ids(&new.list_ids)?;
    let id = CampaignId::from_bits(bits.unwrap_or_else(|| app.new_bits()));
    let row = draft(&app, &actor, id, name(&new.name)?, settings);
    write(&app, &actor, row, lists, "campaign.created").await
}

/// Makes a copy of a campaign: its lists and choices, and none of what it has done.
#[utoipa::path(post, path = "/campaigns/{id}/clone", tag = "Campaigns", operation_id = "cloneCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 201, description = "Made", body = CampaignView), (status = 404, description = "No such campaign")))]
pub async fn clone_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
    RequestBits(bits): RequestBits,
) -> Result<(StatusCode, Json<CampaignView>), Problem> {
    actor.require(Operation::CampaignsWrite)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| Ok(tx.campaigns().get(&id)?.zip(Some(tx.campaigns().lists(&id)?))))
        .await?;
    let (model, lists) = found.ok_or(ProblemCode::CampaignNotFound)?;
    let id = CampaignId::from_bits(bits.unwrap_or_else(|| app.new_bits()));
    let name = copy_of(&model.name);
    let row = draft(&app, &actor, id, name, model.settings);
    write(&app, &actor, row, lists, "campaign.cloned").await
}

fn draft(
    app: &AppState,
    actor: &Actor,
    id: CampaignId,
    name: String,
    settings: CampaignSettings,
) -> CampaignRow {
    let now = app.now();
    CampaignRow {
        id,
        name,
        state: CampaignState::Draft,
        settings,
        created_by: actor.stored(),
        created_at: now,
        updated_at: now,
        started_at: None,
        ended_at: None,
        revision: 0,
    }
}

async fn write(
    app: &AppState,
    actor: &Actor,
    row: CampaignRow,
    lists: Vec<ListId>,
    what: &str,
) -> Result<(StatusCode, Json<CampaignView>), Problem> {
    let entry = Entry::by(actor)
        .subject(&row.id)
        .detail(json!({"name": row.name}))
        .row(app, what);
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if let Some(earlier) = tx.campaigns().get(&row.id)? {
                // The same request was carried out before, and its answer was lost on the way.
                return StoredCampaign::complete(tx, earlier).map(Ok);
            }
            if let Some(problem) = refuse_absent(tx, &lists)? {
                return Ok(Err(problem));
            }
            tx.campaigns().insert(&row)?;
            tx.campaigns().set_lists(&row.id, &lists)?;
            tx.audit().add(&entry)?;
            Ok::<_, StoreError>(Ok(StoredCampaign::complete(tx, row)?))
        })
        .await??;
    Ok((StatusCode::CREATED, Json(stored.into_view())))
}

/// A name that says where it comes from, and is no longer than names may be.
fn copy_of(name: &str) -> String {
    let kept: String = name.chars().take(NAME_KEPT_CHARS).collect();
    format!("{kept} (copy)")
}

const NAME_KEPT_CHARS: usize = 93;
