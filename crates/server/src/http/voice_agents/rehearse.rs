//! `POST /voice-agents/{id}/rehearse`: talks with an agent as it stands, without calling anybody.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{LeadId, VoiceAgentId};
use outdial_domain::voice_agent::RehearsalLine;
use outdial_engine::RehearsalRefusal;
use outdial_integrations::language_model::ModelError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rehearsal_line::LineWire;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};

/// A rehearsal so far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RehearsalInput {
    /// Whose data fill the agent's texts; somebody made up when absent.
    lead_id: Option<String>,
    /// What was said so far, as it was given, with what the callee says as its last line; with no lines the agent says
    /// its first words.
    #[serde(default)]
    lines: Vec<LineWire>,
}

/// How a rehearsal goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rehearsal {
    /// What was said now.
    lines: Vec<LineWire>,
    /// Whether it is over.
    is_over: bool,
    /// Why it is over, in the words of calls.
    #[schema(required)]
    ended_reason: Option<String>,
    /// Who spoke for the agent; null when nobody was asked, as for its first words.
    #[schema(required)]
    model: Option<String>,
    /// How long that took, in milliseconds.
    took_ms: i64,
}

/// Talks in writing with a voice agent as it stands. Its tools are rehearsed: it looks at the calendar as in a call, and
/// everything else is checked and answered as if it were done, but nothing is stored, booked or mailed.
#[utoipa::path(post, path = "/voice-agents/{id}/rehearse", tag = "Voice agents", operation_id = "rehearseVoiceAgent",
    params(("id" = String, Path, description = "`agt_...`")), request_body = RehearsalInput,
    responses((status = 200, body = Rehearsal), (status = 404, description = "No such voice agent, or lead"),
        (status = 409, description = "`voice_agent.no_text_model`: no language model is set up"),
        (status = 422, description = "The lines are no rehearsal that can go on"),
        (status = 502, description = "`voice_agent.model_failed`: the model did not answer")))]
pub async fn rehearse_voice_agent(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
    Body(input): Body<RehearsalInput>,
) -> Result<Json<Rehearsal>, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let began = app.now();
    let row = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.voice_agents().get(&id))
        .await?
        .ok_or(ProblemCode::VoiceAgentNotFound)?;
    let lead: Option<LeadId> = match input.lead_id.as_deref() {
        Some(id) => Some(id.parse().map_err(|_| ProblemCode::LeadNotFound)?),
        None => None,
    };
    let lines: Vec<RehearsalLine> = input.lines.into_iter().map(RehearsalLine::from).collect();
    let rehearsed = app
        .engine
        .rehearse(&actor.workspace, &row.settings, lead, &lines)
        .await
        .map_err(|why| explain(&why))?;
    Ok(Json(Rehearsal {
        lines: rehearsed.lines.iter().map(LineWire::from).collect(),
        is_over: rehearsed.ended.is_some(),
        ended_reason: rehearsed.ended,
        model: rehearsed.model,
        took_ms: app.now().ms_since(began),
    }))
}

/// Why a rehearsal does not go on, and what to do about it.
pub(super) fn explain(why: &RehearsalRefusal) -> Problem {
    match why {
        RehearsalRefusal::NoTextModel => Problem::new(ProblemCode::VoiceAgentNoTextModel).detail(
            "No language model is set up. Enter a key under Settings, Integrations, OpenAI, or give the server an \
             OPENAI_API_KEY.",
        ),
        RehearsalRefusal::NoSuchLead => ProblemCode::LeadNotFound.into(),
        RehearsalRefusal::BadLines(why) => Problem::invalid_field("lines", why.clone()),
        RehearsalRefusal::Model(why) => {
            tracing::warn!(error = %why, "a rehearsal had no answer");
            Problem::new(ProblemCode::VoiceAgentModelFailed).detail(format!("{}. {}", capital(why), advice(why)))
        }
        RehearsalRefusal::Store(why) => why.clone().into(),
    }
}

fn capital(why: &ModelError) -> String {
    let text = why.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

const fn advice(why: &ModelError) -> &'static str {
    match why {
        ModelError::KeyRejected => {
            "Test the key under Settings, Integrations, OpenAI, and that it may use the model for text."
        }
        ModelError::Unreachable(_) => {
            "Check the server under Settings, Integrations, OpenAI, and the network."
        }
        ModelError::Status(400..=499) => {
            "Check the model for text under Settings, Integrations, OpenAI: it must be one for chats that can use tools."
        }
        ModelError::RateLimited => "Wait a minute, or look at the account's credit.",
        ModelError::Declined | ModelError::BrokeOff(_) => {
            "Say it in other words, or change what the agent is told."
        }
        ModelError::TimedOut(_)
        | ModelError::Status(_)
        | ModelError::TooLong
        | ModelError::Malformed(_)
        | ModelError::NotUnderstood
        | ModelError::Numbers(_)
        | ModelError::Negation(_)
        | ModelError::Time(_) => "Try again, or choose another model for text.",
    }
}
