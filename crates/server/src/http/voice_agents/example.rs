//! `GET /voice-agents/example`

use axum::Json;
use outdial_voice::{APPOINTMENTS, shipped};

use super::view::SettingsView;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;

/// The agent that comes with the program, which agrees on appointments: to begin a new one with.
#[utoipa::path(get, path = "/voice-agents/example", tag = "Voice agents", operation_id = "readVoiceAgentExample",
    responses((status = 200, body = SettingsView)))]
pub async fn read_voice_agent_example(actor: Actor) -> Result<Json<SettingsView>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let example = shipped(APPOINTMENTS).map_err(|why| Problem::internal(&why))?;
    Ok(Json(SettingsView::of(&example)))
}
