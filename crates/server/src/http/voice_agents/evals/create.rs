//! `POST /voice-agents/{id}/evals`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::{EvalId, VoiceAgentId};
use outdial_domain::voice_agent::Eval;
use outdial_store::EvalRow;
use serde_json::json;

use super::wire::{EvalInput, EvalView};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// Adds an eval to a voice agent: what a callee says, and what must come of it. It is run before the agent is published.
#[utoipa::path(post, path = "/voice-agents/{id}/evals", tag = "Voice agents", operation_id = "createVoiceAgentEval",
    params(("id" = String, Path, description = "`agt_...`")), request_body = EvalInput,
    responses((status = 201, description = "Added", body = EvalView),
        (status = 404, description = "No such voice agent"),
        (status = 422, description = "`voice_agent.eval_invalid`: a field cannot be used, or there are too many")))]
pub async fn create_eval(
    State(app): State<AppState>,
    actor: Actor,
    Id(agent): Id<VoiceAgentId>,
    RequestBits(bits): RequestBits,
    Body(input): Body<EvalInput>,
) -> Result<(StatusCode, Json<EvalView>), Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let row = EvalRow {
        id: EvalId::from_bits(bits.unwrap_or_else(|| app.new_bits())),
        agent_id: agent.clone(),
        eval: input.read()?,
        last: None,
        created_at: app.now(),
    };
    let entry = Entry::by(&actor)
        .subject(&agent)
        .detail(json!({"eval": row.id, "name": row.eval.name}))
        .row(&app, "voice_agent.eval_created");
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if tx.voice_agents().get(&agent)?.is_none() {
                return Ok(Err(ProblemCode::VoiceAgentNotFound.into()));
            }
            if let Some(earlier) = tx.evals().get(&agent, &row.id)? {
                // The same request was carried out before, and its answer was lost on the way.
                return Ok(Ok(earlier));
            }
            if tx.evals().of_agent(&agent)?.len() >= Eval::MAX {
                let problem = Problem::new(ProblemCode::VoiceAgentEvalInvalid);
                return Ok(Err(problem.detail(format!(
                    "There are {} evals already; remove one first.",
                    Eval::MAX
                ))));
            }
            tx.evals().insert(&row)?;
            tx.audit().add(&entry)?;
            Ok::<_, outdial_store::StoreError>(Ok::<_, Problem>(row))
        })
        .await??;
    Ok((StatusCode::CREATED, Json(EvalView::of(&stored))))
}
