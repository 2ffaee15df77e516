//! `GET /calls/{id}/conversation`: what a voice agent and a callee said, did and agreed on.

use axum::Json;
use axum::extract::State;
use outdial_domain::call::Cost;
use outdial_domain::ids::CallId;
use outdial_domain::voice_agent::{Speaker, Utterance};
use outdial_store::{CallRow, ConversationRow, RecordingRow, ToolRow, VoiceAgentVersion};
use serde::Serialize;
use utoipa::ToSchema;

use super::turn_latency::TurnLatencyView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// A talk of a voice agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conversation)]
pub struct ConversationView {
    /// The agent; null when the host's own talked.
    #[schema(required)]
    pub agent: Option<AgentOfTalk>,
    /// `live`, `settling` or `settled`.
    pub state: &'static str,
    /// What came of it.
    #[schema(required)]
    pub result: Option<&'static str>,
    /// The callee's words for it.
    pub evidence: Vec<EvidenceView>,
    /// When they want to be called again.
    #[schema(required)]
    pub callback_at: Option<String>,
    /// A model's summary.
    #[schema(required)]
    pub summary: Option<String>,
    /// What was said, in its order.
    pub utterances: Vec<UtteranceView>,
    /// What the agent asked for, in its order.
    pub tools: Vec<ToolView>,
    /// How long the callee waited for each answer; empty when the host does not say.
    pub turns: Vec<TurnLatencyView>,
    /// What it cost in all, so far as it is known.
    #[schema(required)]
    pub cost: Option<MicrosView>,
    /// What its parts cost.
    pub cost_shares: Vec<CostShareView>,
    /// Its recording, when we have it.
    #[schema(required)]
    pub recording: Option<RecordingOfTalk>,
    /// The host's own word for why it ended.
    #[schema(required)]
    pub ended_reason: Option<String>,
}

/// The agent of a talk.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgentOfTalk {
    /// `agt_...`
    pub id: String,
    /// Its name then.
    #[schema(required)]
    pub name: Option<String>,
    /// The version that its host had.
    #[schema(required)]
    pub version: Option<u32>,
}

/// Words that a result rests on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evidence)]
pub struct EvidenceView {
    /// What was said.
    pub quote: String,
    /// When, in milliseconds from the start; null when the transcript does not have it.
    #[schema(required)]
    pub at_ms: Option<i64>,
}

/// One thing that was said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Utterance)]
pub struct UtteranceView {
    /// `agent` or `callee`.
    pub speaker: &'static str,
    /// What.
    pub text: String,
    /// When it began, in milliseconds from the start.
    #[schema(required)]
    pub from_ms: Option<i64>,
    /// How long it took, in milliseconds.
    #[schema(required)]
    pub length_ms: Option<i64>,
}

/// Something that the agent asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ToolUse)]
pub struct ToolView {
    /// The host's id of the request.
    pub id: String,
    /// The tool.
    pub name: String,
    /// Its arguments, as the model wrote them.
    pub arguments: String,
    /// What the agent was answered.
    #[schema(required)]
    pub result: Option<String>,
    /// What the agent was told instead when it could not be done.
    #[schema(required)]
    pub error: Option<String>,
    /// When it was asked.
    pub asked_at: String,
    /// How long the answer took, in milliseconds; null while it is being done.
    #[schema(required)]
    pub took_ms: Option<i64>,
}

/// An amount of money in millionths.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Micros)]
pub struct MicrosView {
    /// Millionths of the currency's unit.
    pub micros: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// What one part of a talk cost.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CostShare)]
pub struct CostShareView {
    /// `model`, `voice`, `transcriber`, `transport`, `host`, or the host's own word.
    pub part: String,
    /// How much.
    pub cost: MicrosView,
}

/// The recording of a talk.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingOfTalk {
    /// Where it is heard.
    pub url: String,
    /// Whether each side is on its own channel.
    pub stereo: bool,
}

/// What a voice agent and a callee said, did and agreed on.
#[utoipa::path(get, path = "/calls/{id}/conversation", tag = "Voice agents", operation_id = "readConversation",
    params(("id" = String, Path, description = "`call_...`")),
    responses((status = 200, body = ConversationView),
        (status = 404, description = "No such call, or no voice agent talked in it")))]
pub async fn read_conversation(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CallId>,
) -> Result<Json<ConversationView>, Problem> {
    actor.require(Operation::ConversationsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(call) = tx.calls().get(&id)? else {
                return Ok(Err(ProblemCode::CallNotFound));
            };
            let Some(talk) = tx.conversations().get(&id)? else {
                return Ok(Err(ProblemCode::ConversationNotFound));
            };
            let agent = match (&talk.agent_id, talk.version) {
                (Some(agent), Some(version)) => tx.voice_agents().version(agent, version)?,
                (Some(_), None) | (None, _) => None,
            };
            let (tools, said) = (tx.conversations().tools(&id)?, tx.conversations().said(&id)?);
            let tape = tx.recordings().of_call(&id)?.into_iter().next();
            Ok(Ok(ConversationView::of(
                &call,
                talk,
                agent.as_ref(),
                (&tools, &said),
                tape.as_ref(),
            )))
        })
        .await??;
    Ok(Json(found))
}

impl ConversationView {
    fn of(
        call: &CallRow,
        talk: ConversationRow,
        agent: Option<&VoiceAgentVersion>,
        (tools, said): (&[ToolRow], &[Utterance]),
        tape: Option<&RecordingRow>,
    ) -> Self {
        let report = talk.report;
        let reported = report.as_ref().map(|report| report.transcript.as_slice());
        let utterances = reported.filter(|lines| !lines.is_empty()).unwrap_or(said);
        let cost = report.as_ref().and_then(|report| report.cost.as_ref());
        let recording = call
            .recording
            .as_ref()
            .filter(|recording| recording.deleted.is_none());
        Self {
            agent: talk.agent_id.map(|id| AgentOfTalk {
                id: id.to_string(),
                name: agent.map(|agent| agent.settings.name.clone()),
                version: talk.version,
            }),
            state: talk.state.as_str(),
            result: talk.result.map(outdial_domain::leads::LeadResult::as_str),
            evidence: talk
                .evidence
                .into_iter()
                .map(|evidence| EvidenceView {
                    quote: evidence.quote,
                    at_ms: evidence.at_ms,
                })
                .collect(),
            callback_at: talk.callback_at.map(|at| at.to_string()),
            summary: report.as_ref().and_then(|report| report.summary.clone()),
            utterances: utterances.iter().map(UtteranceView::of).collect(),
            tools: tools.iter().map(ToolView::of).collect(),
            turns: report
                .iter()
                .flat_map(|report| &report.turns)
                .map(TurnLatencyView::of)
                .collect(),
            cost: cost.or(call.call.facts.cost.as_ref()).map(MicrosView::of),
            cost_shares: report
                .iter()
                .flat_map(|report| &report.cost_shares)
                .map(|share| CostShareView {
                    part: share.part.clone(),
                    cost: MicrosView::of(&share.cost),
                })
                .collect(),
            // Whoever was put through to a person was recorded again there: the agent's talk is the first.
            recording: match (tape, recording) {
                (Some(tape), _) => Some(RecordingOfTalk {
                    url: format!("/api/v1/recordings/{}", tape.id),
                    stereo: tape.channels > 1,
                }),
                (None, kept) => kept.map(|recording| RecordingOfTalk {
                    url: recording.url.clone(),
                    stereo: recording.channels > 1,
                }),
            },
            ended_reason: report
                .map(|report| report.reason)
                .filter(|reason| !reason.is_empty()),
        }
    }
}

impl UtteranceView {
    pub(super) fn of(said: &Utterance) -> Self {
        Self {
            speaker: match said.speaker {
                Speaker::Agent => "agent",
                Speaker::Callee => "callee",
            },
            text: said.text.clone(),
            from_ms: said.from_ms,
            length_ms: said.length_ms,
        }
    }
}

impl ToolView {
    fn of(tool: &ToolRow) -> Self {
        let answer = tool.answer.as_ref();
        Self {
            id: tool.request.id.clone(),
            name: tool.request.name.clone(),
            arguments: tool.request.arguments.clone(),
            result: answer.and_then(|answer| answer.clone().ok()),
            error: answer.and_then(|answer| answer.clone().err()),
            asked_at: tool.asked_at.to_string(),
            took_ms: tool.answered_at.map(|at| at.ms_since(tool.asked_at)),
        }
    }
}

impl MicrosView {
    fn of(cost: &Cost) -> Self {
        Self {
            micros: cost.micros,
            currency: cost.currency.clone(),
        }
    }
}
