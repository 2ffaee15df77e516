//! `DELETE /voice-agents/{id}/evals/{eval}`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::{EvalId, VoiceAgentId};
use serde_json::json;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::TwoIds;

/// Removes an eval.
#[utoipa::path(delete, path = "/voice-agents/{id}/evals/{eval}", tag = "Voice agents",
    operation_id = "removeVoiceAgentEval",
    params(("id" = String, Path, description = "`agt_...`"), ("eval" = String, Path, description = "`eval_...`")),
    responses((status = 204, description = "Removed"),
        (status = 404, description = "`voice_agent.eval_not_found`: no such eval of this agent")))]
pub async fn remove_eval(
    State(app): State<AppState>,
    actor: Actor,
    TwoIds(agent, id): TwoIds<VoiceAgentId, EvalId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let entry = Entry::by(&actor)
        .subject(&agent)
        .detail(json!({"eval": id}))
        .row(&app, "voice_agent.eval_removed");
    let removed: Result<(), ProblemCode> = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if !tx.evals().remove(&agent, &id)? {
                return Ok(Err(ProblemCode::VoiceAgentEvalNotFound));
            }
            tx.audit().add(&entry)?;
            Ok(Ok(()))
        })
        .await?;
    removed?;
    Ok(StatusCode::NO_CONTENT)
}
