//! `GET /voice-agents/{id}/versions`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::VoiceAgentId;
use outdial_store::VoiceAgentVersion;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::SettingsView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// What a voice agent was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoiceAgentVersions {
    /// The newest first.
    pub items: Vec<VersionView>,
    /// Always null: only the newest are shown.
    #[schema(required)]
    pub next: Option<String>,
}

/// What a voice agent was told once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoiceAgentVersion)]
pub struct VersionView {
    /// Which version.
    pub version: u32,
    /// When it was written.
    pub changed_at: String,
    /// By whom.
    pub changed_by: String,
    /// What it was told.
    pub settings: SettingsView,
}

/// The newest versions of what a voice agent is told.
#[utoipa::path(get, path = "/voice-agents/{id}/versions", tag = "Voice agents", operation_id = "listVoiceAgentVersions",
    params(("id" = String, Path, description = "`agt_...`")),
    responses((status = 200, body = VoiceAgentVersions), (status = 404, description = "No such voice agent")))]
pub async fn list_voice_agent_versions(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
) -> Result<Json<VoiceAgentVersions>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let versions = app
        .workspace(&actor.workspace)
        .read(move |tx| match tx.voice_agents().get(&id)? {
            Some(_) => tx.voice_agents().versions(&id, VERSIONS_SHOWN).map(Some),
            None => Ok(None),
        })
        .await?
        .ok_or(ProblemCode::VoiceAgentNotFound)?;
    Ok(Json(VoiceAgentVersions {
        items: versions.iter().map(VersionView::of).collect(),
        next: None,
    }))
}

impl VersionView {
    fn of(version: &VoiceAgentVersion) -> Self {
        Self {
            version: version.version,
            changed_at: version.changed_at.to_string(),
            changed_by: version.changed_by.name.clone(),
            settings: SettingsView::of(&version.settings),
        }
    }
}

const VERSIONS_SHOWN: u32 = 100;
