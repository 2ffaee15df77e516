//! `POST /voice-agents/{id}/evals/run`

use axum::Json;
use axum::extract::State;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use outdial_domain::ids::{VoiceAgentId, WorkspaceId};
use outdial_store::{EvalResult, EvalRow, StoreError, VoiceAgentRow};

use super::wire::VoiceAgentEvalList;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;
use crate::http::voice_agents::rehearse::explain;

/// Runs every eval of a voice agent with the agent as it is saved, and keeps what came of each. Nobody is called, and
/// nothing is booked.
#[utoipa::path(post, path = "/voice-agents/{id}/evals/run", tag = "Voice agents", operation_id = "runVoiceAgentEvals",
    params(("id" = String, Path, description = "`agt_...`")),
    responses((status = 200, body = VoiceAgentEvalList), (status = 404, description = "No such voice agent"),
        (status = 409, description = "`voice_agent.no_text_model`: no language model is set up")))]
pub async fn run_evals(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
) -> Result<Json<VoiceAgentEvalList>, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let asked = id.clone();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(agent) = tx.voice_agents().get(&asked)? else {
                return Ok(None);
            };
            Ok::<_, StoreError>(Some((agent, tx.evals().of_agent(&asked)?)))
        })
        .await?;
    let (agent, evals) = found.ok_or(ProblemCode::VoiceAgentNotFound)?;
    let runs = evals
        .into_iter()
        .map(|row| run(&app, &actor.workspace, &agent, row));
    stream::iter(runs)
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<()>>()
        .await?;
    let rows = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.evals().of_agent(&id))
        .await?;
    Ok(Json(VoiceAgentEvalList::of(&rows)))
}

/// Runs one, and keeps what came of it unless it was changed meanwhile.
async fn run(
    app: &AppState,
    workspace: &WorkspaceId,
    agent: &VoiceAgentRow,
    row: EvalRow,
) -> Result<(), Problem> {
    let run = app
        .engine
        .run_eval(workspace, &agent.settings, &row.eval)
        .await
        .map_err(|why| explain(&why))?;
    let result = EvalResult {
        version: agent.version,
        failures: run.failures,
        lines: run.lines,
        model: run.model,
        ran_at: app.now(),
    };
    app.workspace(workspace)
        .write(move |tx| {
            let Some(mut now) = tx.evals().get(&row.agent_id, &row.id)? else {
                return Ok(());
            };
            if (&now.eval.callee, &now.eval.expect) != (&row.eval.callee, &row.eval.expect) {
                return Ok(());
            }
            now.last = Some(result);
            tx.evals().update(&now).map(drop)
        })
        .await?;
    Ok(())
}

/// Models take few requests at one time from one account.
const AT_ONCE: usize = 4;
