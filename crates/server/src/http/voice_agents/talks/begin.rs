//! `POST /voice-agents/{id}/talks`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::{LeadId, VoiceAgentId};
use outdial_engine::{JoinRefusal, TalkRefusal};
use outdial_media::live::JoinError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::whose;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};
use crate::http::rooms::explain_join;
use crate::http::voice_agents::rehearse::explain;

/// A browser that wants to talk with a voice agent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TalkInput {
    /// Whose data fill the agent's texts; somebody made up when absent.
    lead_id: Option<String>,
    /// `RTCPeerConnection.localDescription.sdp`, unchanged.
    sdp: String,
}

/// A talk that the browser can come into.
#[derive(Debug, Serialize, ToSchema)]
pub struct BegunRehearsal {
    /// `rehearsal_...`
    id: String,
    /// For `setRemoteDescription`.
    sdp: String,
}

/// Lets a browser talk with a voice agent as it stands: our own voice agent, through the speech model. Its tools are
/// rehearsed, and nothing is stored. It ends when the agent hangs up, the browser leaves, or after five minutes; whoever
/// begins another one ends their earlier one.
#[utoipa::path(post, path = "/voice-agents/{id}/talks", tag = "Voice agents", operation_id = "beginVoiceAgentTalk",
    params(("id" = String, Path, description = "`agt_...`")), request_body = TalkInput,
    responses((status = 201, description = "Begun", body = BegunRehearsal),
        (status = 404, description = "No such voice agent, or lead"),
        (status = 409, description = "`voice_agent.no_speech_model`: no speech model is set up; `room.no_audio`: talking \
            from the browser is switched off"),
        (status = 422, description = "`room.offer`: the offer cannot be used"),
        (status = 503, description = "`server.busy`: too many talk at this moment")))]
pub async fn begin_talk(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<VoiceAgentId>,
    Body(input): Body<TalkInput>,
) -> Result<(StatusCode, Json<BegunRehearsal>), Problem> {
    actor.require(Operation::VoiceAgentsWrite)?;
    let asked = id.clone();
    let row = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.voice_agents().get(&asked))
        .await?
        .ok_or(ProblemCode::VoiceAgentNotFound)?;
    let lead: Option<LeadId> = match input.lead_id.as_deref() {
        Some(id) => Some(id.parse().map_err(|_| ProblemCode::LeadNotFound)?),
        None => None,
    };
    let begun = app
        .engine
        .begin_aloud(whose(&actor, id), &row.settings, lead, &input.sdp)
        .await
        .map_err(explain_begin)?;
    Ok((
        StatusCode::CREATED,
        Json(BegunRehearsal {
            id: begun.id.to_string(),
            sdp: begun.answer.sdp,
        }),
    ))
}

fn explain_begin(why: TalkRefusal) -> Problem {
    match why {
        TalkRefusal::NoSpeechModel => Problem::new(ProblemCode::VoiceAgentNoSpeechModel).detail(
            "No speech model is set up. Name one under Settings, Integrations, OpenAI, or in OPENAI_REALTIME_MODEL \
             beside an OPENAI_API_KEY.",
        ),
        TalkRefusal::NoAudio => ProblemCode::RoomNoAudio.into(),
        TalkRefusal::TooMany => Problem::new(ProblemCode::ServerBusy)
            .detail("As many people as there may be talk with voice agents at this moment; try again in a minute.")
            .retry_after_s(30),
        TalkRefusal::Audio(JoinError::Offer(why)) => {
            let sentence = why.to_string();
            Problem::new(ProblemCode::RoomOffer)
                .detail(sentence.clone())
                .field("sdp", "room.offer", sentence)
        }
        TalkRefusal::Audio(why) => explain_join(JoinRefusal::Audio(why)),
        TalkRefusal::Rehearsal(why) => explain(&why),
    }
}
