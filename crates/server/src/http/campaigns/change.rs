//! `PATCH /campaigns/{id}`

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use outdial_domain::campaign::{CampaignSettings, CampaignState};
use outdial_domain::ids::CampaignId;
use outdial_store::StoreError;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::choices::{list_ids, name, refuse_absent, refuse_unknown_account, settings};
use super::view::{CampaignView, StoredCampaign};
use super::wire::CampaignChoices;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};
use crate::http::settings::revision_of;

/// What to change; absent fields stay.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CampaignChange {
    /// Shown to people.
    name: Option<String>,
    /// The lists that it goes through, in their order. Lists that stay are not called again.
    list_ids: Option<Vec<String>>,
    /// The choices that change; the others stay.
    #[schema(value_type = Option<CampaignChoices>)]
    settings: Option<Map<String, Value>>,
}

/// Changes a campaign, also one that runs: calls under way keep the choices with which they began, the next ones take
/// the new. Every version of the choices is kept.
#[utoipa::path(patch, path = "/campaigns/{id}", tag = "Campaigns", operation_id = "changeCampaign",
    params(("id" = String, Path, description = "`cmp_...`"),
        ("If-Match" = Option<String>, Header, description = "The revision that the change is based on; required")),
    request_body = CampaignChange,
    responses((status = 200, description = "Changed", body = CampaignView), (status = 404, description = "No such campaign"),
        (status = 409, description = "Somebody changed it in the meantime"),
        (status = 422, description = "`campaign.invalid`, or `campaign.incomplete` while it runs")))]
pub async fn change_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
    headers: HeaderMap,
    Body(change): Body<CampaignChange>,
) -> Result<Json<CampaignView>, Problem> {
    actor.require(Operation::CampaignsWrite)?;
    let based_on = revision_of(&headers, None).ok_or(ProblemCode::RevisionRequired)?;
    let named = change.name.as_deref().map(name).transpose()?;
    let lists = change.list_ids.as_deref().map(list_ids).transpose()?;
    let fields = change.settings.unwrap_or_default();
    let speaks_of_consent = fields.get("consent_needed").is_some_and(|said| !said.is_null());
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({"settings": fields, "name": named, "list_ids": change.list_ids}))
        .row(&app, "campaign.changed");
    let (asked, by, now, checked) = (
        id.clone(),
        actor.stored(),
        app.now(),
        (app.clone(), actor.clone()),
    );
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.campaigns().get(&asked)? else {
                return Ok(Err(ProblemCode::CampaignNotFound.into()));
            };
            if row.revision != based_on {
                return Ok(Err(ProblemCode::RevisionConflict.into()));
            }
            let chosen = settings(&row.settings, fields)
                .and_then(|chosen| refuse_unknown_account(&checked.0, &checked.1, &chosen).map(|()| chosen));
            row.settings = match chosen {
                Ok(chosen) if speaks_of_consent => chosen,
                Ok(chosen) => keep_consent(&row.settings, chosen),
                Err(problem) => return Ok(Err(problem)),
            };
            let missing = row.settings.missing_to_start();
            if row.state == CampaignState::Running && !missing.is_empty() {
                return Ok(Err(Problem::of_fields(ProblemCode::CampaignIncomplete, &missing)));
            }
            row.name = named.unwrap_or(row.name);
            row.updated_at = now;
            if let Some(lists) = lists {
                if let Some(problem) = refuse_absent(tx, &lists)? {
                    return Ok(Err(problem));
                }
                tx.campaigns().set_lists(&asked, &lists)?;
            }
            tx.campaigns().update(&mut row, &by)?;
            tx.campaign_leads().forget_left_out(&asked, now)?;
            tx.audit().add(&entry)?;
            Ok::<_, StoreError>(Ok(StoredCampaign::complete(tx, row)?))
        })
        .await??;
    app.engine.campaign_changed(&actor.workspace, &id);
    Ok(Json(stored.into_view()))
}

/// What was chosen for one treatment was not chosen for another: a change that brings a voice agent and says nothing of
/// consent must not let it call people who never agreed to it.
fn keep_consent(before: &CampaignSettings, mut chosen: CampaignSettings) -> CampaignSettings {
    let stays = chosen.consent_needed == Some(before.needs_consent());
    if before.treatment() != chosen.treatment() && stays {
        chosen.consent_needed = None;
    }
    chosen
}
