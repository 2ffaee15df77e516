//! `PUT /voice-agents/{id}/evals/{eval}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{EvalId, VoiceAgentId};
use serde_json::json;

use super::wire::{EvalInput, EvalView};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, TwoIds};

/// Puts another eval in the place of one. What came of the earlier one says nothing of it, and is forgotten unless they
/// differ in the name alone.
#[utoipa::path(put, path = "/voice-agents/{id}/evals/{eval}", tag = "Voice agents",
    operation_id = "changeVoiceAgentEval",
    params(("id" = String, Path, description = "`agt_...`"), ("eval" = String, Path, description = "`eval_...`")),
    request_body = EvalInput,
    responses((status = 200, description = "Changed", body = EvalView),
        (status = 404, description = "`voice_agent.eval_not_found`: no such eval of this agent"),
        (status = 422, description = "`voice_agent.eval_invalid`: a field cannot be used")))]
pub async fn change_eval(
    State(app): State<AppState>,
    actor: Actor,
    TwoIds(agent, id): TwoIds<VoiceAgentId, EvalId>,
    Body(input): Body<EvalInput>,
) -> Result<Json<EvalView>, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let eval = input.read()?;
    let entry = Entry::by(&actor)
        .subject(&agent)
        .detail(json!({"eval": id, "name": eval.name}))
        .row(&app, "voice_agent.eval_changed");
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(mut row) = tx.evals().get(&agent, &id)? else {
                return Ok(Err(ProblemCode::VoiceAgentEvalNotFound));
            };
            if (&row.eval.callee, &row.eval.expect) != (&eval.callee, &eval.expect) {
                row.last = None;
            }
            row.eval = eval;
            tx.evals().update(&row)?;
            tx.audit().add(&entry)?;
            Ok::<_, outdial_store::StoreError>(Ok(row))
        })
        .await??;
    Ok(Json(EvalView::of(&stored)))
}
