//! `GET /campaigns/{id}/versions`

use axum::Json;
use axum::extract::State;
use outdial_domain::campaign::CampaignSettings;
use outdial_domain::ids::CampaignId;
use outdial_store::CampaignVersion;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::wire::CampaignChoices;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::view::ActorView;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// What was chosen for a campaign, and when.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignVersions {
    /// The newest first.
    pub items: Vec<VersionView>,
    /// Always null: only the newest are shown.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// What was chosen for a campaign once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CampaignVersion)]
pub struct VersionView {
    /// The revision of the campaign that brought it.
    pub revision: i64,
    /// When it was chosen.
    pub changed_at: String,
    /// By whom.
    pub changed_by: ActorView,
    /// Which choices differ from the version before; empty for the first.
    pub changes: Vec<CampaignChoiceChange>,
    /// What was chosen.
    #[schema(value_type = CampaignChoices)]
    pub settings: CampaignSettings,
}

/// A choice that became another.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignChoiceChange {
    /// The name of the choice, a field of `settings`.
    pub choice: String,
    /// What it was.
    pub before: Value,
    /// What it became.
    pub after: Value,
}

/// The newest versions of what is chosen for a campaign, each with what it changed.
#[utoipa::path(get, path = "/campaigns/{id}/versions", tag = "Campaigns", operation_id = "listCampaignVersions",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, body = CampaignVersions), (status = 404, description = "No such campaign")))]
pub async fn list_campaign_versions(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignVersions>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let versions = app
        .workspace(&actor.workspace)
        .read(move |tx| match tx.campaigns().get(&id)? {
            // One more, to which the oldest that is shown is compared.
            Some(_) => tx.campaigns().versions(&id, VERSIONS_SHOWN + 1).map(Some),
            None => Ok(None),
        })
        .await?
        .ok_or(ProblemCode::CampaignNotFound)?;
    let mut items = Vec::with_capacity(versions.len());
    for (place, version) in versions.iter().enumerate().take(VERSIONS_SHOWN as usize) {
        items.push(VersionView::of(version, versions.get(place + 1))?);
    }
    Ok(Json(CampaignVersions {
        items,
        next_cursor: None,
    }))
}

impl VersionView {
    fn of(version: &CampaignVersion, before: Option<&CampaignVersion>) -> Result<Self, Problem> {
        let settings = shown(version);
        let changes = match before {
            Some(before) => changes(&choices(&shown(before))?, choices(&settings)?),
            None => Vec::new(),
        };
        Ok(Self {
            revision: version.revision,
            changed_at: version.changed_at.to_string(),
            changed_by: ActorView::of(&version.changed_by),
            changes,
            settings,
        })
    }
}

/// The choices as a campaign shows them: what holds by itself is said as well.
fn shown(version: &CampaignVersion) -> CampaignSettings {
    let mut settings = version.settings.clone();
    settings.consent_needed = Some(settings.needs_consent());
    settings
}

fn choices(settings: &CampaignSettings) -> Result<Map<String, Value>, Problem> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(choices)) => Ok(choices),
        Ok(_) => Err(Problem::internal(&"the choices of a campaign are no object")),
        Err(why) => Err(Problem::internal(&why)),
    }
}

fn changes(before: &Map<String, Value>, after: Map<String, Value>) -> Vec<CampaignChoiceChange> {
    let was = |choice: &str| before.get(choice).cloned().unwrap_or(Value::Null);
    after
        .into_iter()
        .filter(|(choice, after)| before.get(choice) != Some(after))
        .map(|(choice, after)| CampaignChoiceChange {
            before: was(&choice),
            choice,
            after,
        })
        .collect()
}

const VERSIONS_SHOWN: u32 = 100;
