//! What is said in a rehearsal, on the wire.

use outdial_domain::voice_agent::{RehearsalLine, RehearsedTool, Speaker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that is said in a rehearsal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RehearsalLine)]
pub struct LineWire {
    /// By whom.
    speaker: RehearsalSpeaker,
    /// What.
    text: String,
    /// What the agent asked for before it said this.
    #[serde(default)]
    #[schema(required)]
    tools: Vec<ToolWire>,
}

/// Who speaks in a rehearsal.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RehearsalSpeaker {
    /// The voice agent.
    Agent,
    /// Whoever rehearses with it.
    Callee,
}

/// Something that the agent asked for in a rehearsal.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RehearsalTool)]
pub struct ToolWire {
    /// The tool.
    name: String,
    /// Its arguments, as the model wrote them.
    arguments: String,
    /// What the agent was answered.
    #[schema(required)]
    result: Option<String>,
    /// What the agent was told instead when it could not be done.
    #[schema(required)]
    error: Option<String>,
}

impl From<&RehearsalLine> for LineWire {
    fn from(line: &RehearsalLine) -> Self {
        Self {
            speaker: match line.speaker {
                Speaker::Agent => RehearsalSpeaker::Agent,
                Speaker::Callee => RehearsalSpeaker::Callee,
            },
            text: line.text.clone(),
            tools: line.tools.iter().map(ToolWire::from).collect(),
        }
    }
}

impl From<&RehearsedTool> for ToolWire {
    fn from(tool: &RehearsedTool) -> Self {
        Self {
            name: tool.name.clone(),
            arguments: tool.arguments.clone(),
            result: tool.result.clone().ok(),
            error: tool.result.clone().err(),
        }
    }
}

impl From<LineWire> for RehearsalLine {
    fn from(line: LineWire) -> Self {
        Self {
            speaker: match line.speaker {
                RehearsalSpeaker::Agent => Speaker::Agent,
                RehearsalSpeaker::Callee => Speaker::Callee,
            },
            text: line.text,
            tools: line.tools.into_iter().map(RehearsedTool::from).collect(),
        }
    }
}

impl From<ToolWire> for RehearsedTool {
    fn from(tool: ToolWire) -> Self {
        Self {
            name: tool.name,
            arguments: tool.arguments,
            result: match tool.error {
                Some(error) => Err(error),
                None => Ok(tool.result.unwrap_or_default()),
            },
        }
    }
}
