//! What a conversation between a voice agent and a callee tells, whoever hosts the agent.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Cost;
use crate::time::Timestamp;

/// Who spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The voice agent.
    Agent,
    /// The person who was called.
    Callee,
}

/// One thing that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// By whom.
    pub speaker: Speaker,
    /// What.
    pub text: String,
    /// When it began, in milliseconds from the start of the conversation; absent when nobody says.
    pub from_ms: Option<i64>,
    /// How long it took, in milliseconds; absent when nobody says.
    pub length_ms: Option<i64>,
}

/// Something that the agent asks us to do or to find out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolRequest {
    /// The host's id of the request: the answer names it, and a repetition carries the same.
    pub id: String,
    /// Which tool, as the model named it.
    pub name: String,
    /// Its arguments as the model wrote them: JSON text, perhaps malformed.
    pub arguments: String,
}

/// The answer to a [`ToolRequest`], for the model to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolReply {
    /// The id of the request.
    pub id: String,
    /// The tool's name, as it was asked.
    pub name: String,
    /// What came of it, in one line.
    pub result: Result<String, String>,
}

/// What one part of a conversation cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostShare {
    /// What for: `model`, `voice`, `transcriber`, `transport`, `host`, or the host's own word.
    pub part: String,
    /// How much.
    pub cost: Cost,
}

/// How long a callee waited for an answer, by what they waited for. The parts add up to the wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnLatency {
    /// When the callee fell silent, in milliseconds from the start of the conversation.
    pub at_ms: i64,
    /// Until the model took them to have finished.
    pub endpointing_ms: u32,
    /// Until the model began an answer, tools apart.
    pub model_ms: u32,
    /// What tools took that had to be asked first.
    pub tools_ms: u32,
    /// From the beginning of the answer to its first audio.
    pub first_audio_ms: u32,
    /// From then until that audio was on the line: our own share.
    pub transport_ms: u32,
}

impl TurnLatency {
    /// The whole wait.
    #[must_use]
    pub fn total_ms(&self) -> u32 {
        [
            self.endpointing_ms,
            self.model_ms,
            self.tools_ms,
            self.first_audio_ms,
            self.transport_ms,
        ]
        .into_iter()
        .fold(0, u32::saturating_add)
    }
}

/// How a conversation ended, in words that all hosts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The two of them talked.
    Talked,
    /// Nobody picked up.
    NoAnswer,
    /// The line was engaged.
    Busy,
    /// A machine answered.
    Voicemail,
    /// The host or the network failed before anybody talked.
    NotConnected,
    /// The host or the network failed while they talked.
    BrokenOff,
    /// We called it off.
    Canceled,
    /// The host gives a reason that we do not know.
    Other,
}

/// Everything that is known of a conversation after its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConversationReport {
    /// How it ended.
    pub finding: Finding,
    /// The host's own word for why it ended.
    pub reason: String,
    /// When the callee picked up, if the host says.
    pub started_at: Option<Timestamp>,
    /// When it was over, if the host says.
    pub ended_at: Option<Timestamp>,
    /// What was said, in order.
    pub transcript: Vec<Utterance>,
    /// Where the recording can be fetched: one channel.
    pub recording_url: Option<String>,
    /// Where the recording with one channel for each side can be fetched.
    pub stereo_recording_url: Option<String>,
    /// The host's summary, made by a model.
    pub summary: Option<String>,
    /// What the host's model read out of the conversation, by the names that our agent asks for.
    pub extracted: Option<Value>,
    /// What it cost in all; unknown is absent, never zero.
    pub cost: Option<Cost>,
    /// What its parts cost.
    pub cost_shares: Vec<CostShare>,
    /// How long the callee waited, turn by turn; empty when the host does not say.
    #[serde(default)]
    pub turns: Vec<TurnLatency>,
}

/// What a host of voice agents reports while a conversation runs and after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what", content = "it")]
pub enum ConversationNews {
    /// The agent asks for tools; the webhook's answer must carry a [`ToolReply`] for each.
    Tools(Vec<ToolRequest>),
    /// Something was said, and will not be said otherwise later.
    Said(Utterance),
    /// It is over.
    Report(Box<ConversationReport>),
}
