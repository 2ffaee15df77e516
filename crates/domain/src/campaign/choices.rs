//! The small choices of a campaign.

use serde::{Deserialize, Serialize};

use crate::call::OnMachine;

/// How a campaign comes to its calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Agents pick whom they call.
    Manual,
    /// An agent is shown a lead and starts the call.
    Preview,
    /// One line for each agent who is ready.
    #[default]
    Progressive,
    /// Several lines for each agent who is ready; the first human wins.
    Parallel,
    /// No agents: who answers hears a message.
    Agentless,
}

impl Mode {
    /// Every mode, from the most to the least of a person's attention.
    pub const ALL: [Self; 5] = [
        Self::Manual,
        Self::Preview,
        Self::Progressive,
        Self::Parallel,
        Self::Agentless,
    ];

    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Preview => "preview",
            Self::Progressive => "progressive",
            Self::Parallel => "parallel",
            Self::Agentless => "agentless",
        }
    }

    /// Whether people start the calls.
    #[must_use]
    pub const fn is_by_hand(self) -> bool {
        match self {
            Self::Manual | Self::Preview => true,
            Self::Progressive | Self::Parallel | Self::Agentless => false,
        }
    }
}

/// Whom a campaign calls, which decides what the law asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// People at home: a phone that rings is left to ring for 15 seconds.
    #[default]
    Consumer,
    /// Businesses: a line that is not needed any more is cancelled at once.
    Business,
}

/// What a machine that answers gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnAnsweringMachine {
    /// Nobody asks whether it is a machine: whoever answers is put through.
    Off,
    /// Nothing: the line is hung up.
    HangUp,
    /// A message after the beep.
    VoicemailDrop,
}

impl OnAnsweringMachine {
    /// Whether the carrier is asked to tell people from machines.
    #[must_use]
    pub const fn detects(self) -> bool {
        match self {
            Self::Off => false,
            Self::HangUp | Self::VoicemailDrop => true,
        }
    }

    /// What the call's own machine does with a machine.
    #[must_use]
    pub const fn on_machine(self) -> OnMachine {
        match self {
            Self::Off | Self::HangUp => OnMachine::HangUp,
            Self::VoicemailDrop => OnMachine::LeaveMessage,
        }
    }
}

/// What an answer is taken for that nobody can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenFor {
    /// A person: an agent hears a machine now and then, and nobody is hung up on.
    #[default]
    Human,
    /// A machine.
    Machine,
}

/// How people are told from machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Amd {
    /// What a machine gets.
    pub policy: OnAnsweringMachine,
    /// What an answer is taken for that nobody can tell.
    pub unknown: TakenFor,
    /// How long an answer may go unjudged; after that it is unknown.
    pub verdict_limit_ms: u32,
}

impl Default for Amd {
    fn default() -> Self {
        Self {
            policy: OnAnsweringMachine::HangUp,
            unknown: TakenFor::Human,
            verdict_limit_ms: 4_000,
        }
    }
}

/// How leads are shown in preview mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preview {
    /// How long a lead is shown before it is dialled by itself; until the agent decides when absent.
    pub countdown_s: Option<u32>,
}

/// What somebody hears who waits for an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingSound {
    /// Nothing: a moment of silence sounds like a breath.
    #[default]
    Silence,
    /// Music.
    Music,
}

/// How often one number may be called; no limit where absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Caps {
    /// In 24 hours, by the whole workspace.
    pub per_day: Option<u32>,
    /// By this campaign, ever.
    pub in_all: Option<u32>,
}
