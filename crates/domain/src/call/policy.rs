//! What the machine is told about the world: the time, and the choices that apply to this call.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What a live person gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// A human agent.
    Agent,
    /// An AI voice agent.
    VoiceAgent,
    /// A spoken message.
    Message,
}

impl Treatment {
    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::VoiceAgent => "voice_agent",
            Self::Message => "message",
        }
    }
}

/// What a machine gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnMachine {
    /// Nothing: hang up.
    HangUp,
    /// The message, after the beep.
    LeaveMessage,
}

/// The choices that apply to one call, fixed when it is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// What a live person gets.
    pub treatment: Treatment,
    /// Whether the carrier is asked to tell people from machines.
    pub detect_machines: bool,
    /// What a machine gets.
    pub on_machine: OnMachine,
    /// Ring time limit in seconds.
    pub ring_timeout_s: u32,
    /// Call length limit in seconds.
    pub time_limit_s: u32,
    /// Whether the carrier records the call.
    pub record: bool,
}

/// What the machine may look at besides its own state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ctx<'a> {
    /// The present.
    pub now: Timestamp,
    /// The choices that apply to this call.
    pub policy: &'a Policy,
    /// How long the carrier is given to show a call whose placement is uncertain before it is released. It must
    /// exceed the carrier's lag in listing a call plus the slowest answer to a search.
    pub reconcile_grace_ms: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            treatment: Treatment::Message,
            detect_machines: false,
            on_machine: OnMachine::HangUp,
            ring_timeout_s: 30,
            time_limit_s: 600,
            record: false,
        }
    }
}
