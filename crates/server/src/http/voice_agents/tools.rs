//! `GET /voice-agents/tools`

use axum::Json;
use outdial_domain::voice_agent::{Tool, known_variables};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// What voice agents may do, and what their texts may name.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoiceAgentTools {
    /// The tools.
    pub items: Vec<Named>,
    /// The variables that texts may name in double braces.
    pub variables: Vec<Named>,
}

/// Something with a name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoiceAgentTool)]
pub struct Named {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
}

/// What voice agents may do, and what their texts may name.
#[utoipa::path(get, path = "/voice-agents/tools", tag = "Voice agents", operation_id = "listVoiceAgentTools",
    responses((status = 200, body = VoiceAgentTools)))]
pub async fn list_voice_agent_tools(actor: Actor) -> Result<Json<VoiceAgentTools>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let tools = Tool::ALL.into_iter().map(|tool| Named {
        name: tool.as_str(),
        description: tool.description(),
    });
    let variables = known_variables().map(|known| Named {
        name: known.name,
        description: known.description,
    });
    Ok(Json(VoiceAgentTools {
        items: tools.collect(),
        variables: variables.collect(),
    }))
}
