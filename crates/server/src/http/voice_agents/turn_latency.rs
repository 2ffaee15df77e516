//! How long somebody waited for a voice agent, on the wire.

use outdial_domain::voice_agent::TurnLatency;
use serde::Serialize;
use utoipa::ToSchema;

/// How long somebody waited for an answer, by what they waited for, in milliseconds. The parts add up to the wait.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TurnLatency)]
pub struct TurnLatencyView {
    /// When they fell silent, from the start.
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
    /// The whole wait.
    pub total_ms: u32,
}

impl TurnLatencyView {
    /// A wait as the API shows it.
    #[must_use]
    pub fn of(turn: &TurnLatency) -> Self {
        Self {
            at_ms: turn.at_ms,
            endpointing_ms: turn.endpointing_ms,
            model_ms: turn.model_ms,
            tools_ms: turn.tools_ms,
            first_audio_ms: turn.first_audio_ms,
            transport_ms: turn.transport_ms,
            total_ms: turn.total_ms(),
        }
    }
}
