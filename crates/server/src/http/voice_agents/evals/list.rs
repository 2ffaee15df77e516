//! `GET /voice-agents/{id}/evals`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::VoiceAgentId;

use super::wire::VoiceAgentEvalList;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Every eval of a voice agent, with what came of each the last time.
#[utoipa::path(get, path = "/voice-agents/{id}/evals", tag = "Voice agents", operation_id = "listVoiceAgentEvals",
    params(("id" = String, Path, description = "`agt_...`")),
    responses((status = 200, body = VoiceAgentEvalList), (status = 404, description = "No such voice agent")))]
pub async fn list_evals(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
) -> Result<Json<VoiceAgentEvalList>, Problem> {
    actor.require(Operation::VoiceAgentsRead)?;
    let rows = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            if tx.voice_agents().get(&id)?.is_none() {
                return Ok(Err(ProblemCode::VoiceAgentNotFound));
            }
            tx.evals().of_agent(&id).map(Ok)
        })
        .await??;
    Ok(Json(VoiceAgentEvalList::of(&rows)))
}
