//! `DELETE /voice-agents/{id}/talks/{talk}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::{RehearsalId, VoiceAgentId};

use super::whose;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::TwoIds;

/// Ends a rehearsal by microphone. Ending it again changes nothing.
#[utoipa::path(delete, path = "/voice-agents/{id}/talks/{talk}", tag = "Voice agents",
    operation_id = "endVoiceAgentTalk",
    params(("id" = String, Path, description = "`agt_...`"), ("talk" = String, Path, description = "`rehearsal_...`")),
    responses((status = 204, description = "Ended"),
        (status = 404, description = "`voice_agent.talk_not_found`: no such talk of this user, or it is forgotten")))]
pub async fn end_talk(
    State(app): State<AppState>,
    actor: Actor,
    TwoIds(agent, talk): TwoIds<VoiceAgentId, RehearsalId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    if app.engine.end_aloud(&talk, &whose(&actor, agent)) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ProblemCode::VoiceAgentTalkNotFound.into())
    }
}
