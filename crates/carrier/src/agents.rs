//! Voice agents that a carrier hosts: an optional ability, reached through [`crate::Carrier::agents`].

use async_trait::async_trait;
use outdial_domain::voice_agent::{ConversationReport, ToolReply};
use serde_json::Value;

use crate::{CommandError, LegRef, Lines, Rendered};

/// Voice agents that the carrier hosts. A leg that is dialled with [`outdial_domain::instruction::Instruction::Converse`]
/// talks with one of them.
#[async_trait]
pub trait HostsAgents: Send + Sync {
    /// The answer to a webhook that asked for tools.
    fn answer_tools(&self, replies: &[ToolReply]) -> Rendered;

    /// What is known of a conversation now; `None` when it is not over, or the carrier does not have it. This is how a
    /// report that never arrived is made up for.
    async fn report(&self, leg: &LegRef) -> Result<Option<ConversationReport>, CommandError>;

    /// Creates an agent from the carrier's own document, or changes the one with this id; the answer is its id.
    async fn publish(&self, agent: Option<&str>, document: &Value) -> Result<String, CommandError>;

    /// The carrier's own document of an agent; `None` when it does not have it.
    async fn published(&self, agent: &str) -> Result<Option<Value>, CommandError>;

    /// On whose lines calls from the account's number are.
    async fn lines(&self) -> Result<Lines, CommandError>;

    /// What a live leg is called on those lines; `None` when it is over, or its name there is not told.
    async fn leg_on_lines(&self, leg: &LegRef) -> Result<Option<LegRef>, CommandError>;
}
