//! `GET /voice-agents/{id}/talks/{talk}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{RehearsalId, VoiceAgentId};
use outdial_engine::AloudView;
use serde::Serialize;
use utoipa::ToSchema;

use super::whose;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::TwoIds;
use crate::http::voice_agents::conversation::UtteranceView;
use crate::http::voice_agents::rehearsal_line::ToolWire;
use crate::http::voice_agents::turn_latency::TurnLatencyView;

/// How a rehearsal by microphone stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct RehearsalTalk {
    /// `live` or `over`.
    state: &'static str,
    /// What was said, in its order.
    utterances: Vec<UtteranceView>,
    /// What the agent asked for, in its order.
    tools: Vec<ToolWire>,
    /// How long was waited for the agent, turn by turn.
    turns: Vec<TurnLatencyView>,
    /// Why it is over, in the words of calls.
    #[schema(required)]
    ended_reason: Option<String>,
}

/// How a rehearsal by microphone stands, for whoever talks in it; for a while after its end as well.
#[utoipa::path(get, path = "/voice-agents/{id}/talks/{talk}", tag = "Voice agents",
    operation_id = "readVoiceAgentTalk",
    params(("id" = String, Path, description = "`agt_...`"), ("talk" = String, Path, description = "`rehearsal_...`")),
    responses((status = 200, body = RehearsalTalk),
        (status = 404, description = "`voice_agent.talk_not_found`: no such talk of this user, or it is forgotten")))]
pub async fn read_talk(
    State(app): State<AppState>,
    actor: Actor,
    TwoIds(agent, talk): TwoIds<VoiceAgentId, RehearsalId>,
) -> Result<Json<RehearsalTalk>, Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let view = app.engine.talk_aloud(&talk, &whose(&actor, agent));
    let view = view.ok_or(ProblemCode::VoiceAgentTalkNotFound)?;
    Ok(Json(RehearsalTalk::of(view)))
}

impl RehearsalTalk {
    fn of(view: AloudView) -> Self {
        Self {
            state: if view.ended.is_some() { "over" } else { "live" },
            utterances: view.utterances.iter().map(UtteranceView::of).collect(),
            tools: view.tools.iter().map(ToolWire::from).collect(),
            turns: view.turns.iter().map(TurnLatencyView::of).collect(),
            ended_reason: view.ended,
        }
    }
}
