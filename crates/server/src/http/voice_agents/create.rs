//! `POST /voice-agents`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::VoiceAgentId;
use outdial_store::VoiceAgentRow;
use outdial_voice::{APPOINTMENTS, shipped};
use serde_json::json;

use super::index::AGENTS_MAX;
use super::input::VoiceAgentInput;
use super::view::VoiceAgentView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::idempotency::RequestBits;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// Makes a voice agent. What is left out it takes from the agent that comes with the program, which agrees on
/// appointments.
#[utoipa::path(post, path = "/voice-agents", tag = "Voice agents", operation_id = "createVoiceAgent",
    request_body = VoiceAgentInput,
    responses((status = 201, description = "Made", body = VoiceAgentView),
        (status = 422, description = "`voice_agent.invalid`: a field cannot be used")))]
pub async fn create_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    RequestBits(bits): RequestBits,
    Body(input): Body<VoiceAgentInput>,
) -> Result<(StatusCode, Json<VoiceAgentView>), Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let model = shipped(APPOINTMENTS).map_err(|why| Problem::internal(&why))?;
    let settings = input.applied_to(model)?;
    let now = app.now();
    let row = VoiceAgentRow {
        id: VoiceAgentId::from_bits(bits.unwrap_or_else(|| app.new_bits())),
        settings,
        version: 1,
        published: None,
        created_by: actor.stored(),
        created_at: now,
        changed_at: now,
        revision: 1,
    };
    let entry = Entry::by(&actor)
        .subject(&row.id)
        .detail(json!({"name": row.settings.name}))
        .row(&app, "voice_agent.created");
    let stored = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if let Some(earlier) = tx.voice_agents().get(&row.id)? {
                // The same request was carried out before, and its answer was lost on the way.
                return Ok(Ok(earlier));
            }
            if tx.voice_agents().list(AGENTS_MAX)?.len() >= AGENTS_MAX as usize {
                return Ok(Err(Problem::new(ProblemCode::VoiceAgentInvalid).detail(format!(
                    "There are {AGENTS_MAX} voice agents already; remove one first."
                ))));
            }
            tx.voice_agents().insert(&row)?;
            tx.audit().add(&entry)?;
            Ok(Ok(row))
        })
        .await??;
    Ok((StatusCode::CREATED, Json(VoiceAgentView::of(&stored))))
}
