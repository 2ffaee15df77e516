//! `GET /voice-agents` and `GET /voice-agents/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::VoiceAgentId;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::VoiceAgentView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Every voice agent.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoiceAgentList {
    /// The newest first.
    pub items: Vec<VoiceAgentView>,
    /// Always null: there are never many.
    #[schema(required)]
    pub next: Option<String>,
}

/// Every voice agent of the workspace, the newest first.
#[utoipa::path(get, path = "/voice-agents", tag = "Voice agents", operation_id = "listVoiceAgents",
    responses((status = 200, body = VoiceAgentList)))]
pub async fn list_voice_agents(
    State(app): State<AppState>,
    actor: Actor,
) -> Result<Json<VoiceAgentList>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let rows = app
        .workspace(&actor.workspace)
        .read(|tx| tx.voice_agents().list(AGENTS_MAX))
        .await?;
    Ok(Json(VoiceAgentList {
        items: rows.iter().map(VoiceAgentView::of).collect(),
        next: None,
    }))
}

/// One voice agent.
#[utoipa::path(get, path = "/voice-agents/{id}", tag = "Voice agents", operation_id = "readVoiceAgent",
    params(("id" = String, Path, description = "`agt_...`")),
    responses((status = 200, body = VoiceAgentView), (status = 404, description = "No such voice agent")))]
pub async fn read_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
) -> Result<Json<VoiceAgentView>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let row = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.voice_agents().get(&id))
        .await?
        .ok_or(ProblemCode::VoiceAgentNotFound)?;
    Ok(Json(VoiceAgentView::of(&row)))
}

/// As many as a workspace may have.
pub(super) const AGENTS_MAX: u32 = 100;
