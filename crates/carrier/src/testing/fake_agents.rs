//! Voice agents that the scripted carrier hosts.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use outdial_domain::voice_agent::{ConversationReport, ToolReply};
use serde_json::{Value, json};

use crate::{CommandError, HostsAgents, LegRef, Lines, Rendered};

/// What a test says of the talks, and what was published.
#[derive(Default)]
pub struct FakeAgents(Mutex<Script>);

#[derive(Default)]
struct Script {
    hosts: bool,
    reports: BTreeMap<LegRef, ConversationReport>,
    asked: Vec<LegRef>,
    documents: BTreeMap<String, Value>,
    refusal: Option<CommandError>,
    lines: Option<Lines>,
    on_lines: BTreeMap<LegRef, LegRef>,
}

impl FakeAgents {
    /// Hosts voice agents from now on.
    pub fn open(&self) {
        self.script().hosts = true;
    }

    /// Hosts none any more.
    pub fn close(&self) {
        self.script().hosts = false;
    }

    /// Knows from now on how the talk on a leg went.
    pub fn know(&self, leg: &LegRef, report: ConversationReport) {
        self.script().reports.insert(leg.clone(), report);
    }

    /// Every leg whose report was asked for, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<LegRef> {
        self.script().asked.clone()
    }

    /// Answers everything that is published from now on like this.
    pub fn refuse(&self, why: CommandError) {
        self.script().refusal = Some(why);
    }

    /// Has its number on these lines from now on.
    pub fn call_on(&self, lines: Lines) {
        self.script().lines = Some(lines);
    }

    /// Names a leg from now on as it is called on those lines.
    pub fn name_on_lines(&self, leg: &LegRef, there: &LegRef) {
        self.script().on_lines.insert(leg.clone(), there.clone());
    }

    /// What was published, by the id that it was given.
    #[must_use]
    pub fn documents(&self) -> BTreeMap<String, Value> {
        self.script().documents.clone()
    }

    pub(super) fn hosts(&self) -> bool {
        self.script().hosts
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl HostsAgents for FakeAgents {
    fn answer_tools(&self, replies: &[ToolReply]) -> Rendered {
        let results: Vec<Value> = replies
            .iter()
            .map(|reply| match &reply.result {
                Ok(result) => json!({"toolCallId": reply.id, "name": reply.name, "result": result}),
                Err(error) => json!({"toolCallId": reply.id, "name": reply.name, "error": error}),
            })
            .collect();
        Rendered {
            content_type: "application/json",
            body: json!({"results": results}).to_string(),
        }
    }

    async fn report(&self, leg: &LegRef) -> Result<Option<ConversationReport>, CommandError> {
        let mut script = self.script();
        script.asked.push(leg.clone());
        Ok(script.reports.get(leg).cloned())
    }

    async fn publish(&self, agent: Option<&str>, document: &Value) -> Result<String, CommandError> {
        let mut script = self.script();
        if let Some(why) = &script.refusal {
            return Err(why.clone());
        }
        let id = agent.map_or_else(|| format!("asst-{}", script.documents.len() + 1), str::to_owned);
        script.documents.insert(id.clone(), document.clone());
        Ok(id)
    }

    async fn published(&self, agent: &str) -> Result<Option<Value>, CommandError> {
        Ok(self.script().documents.get(agent).cloned())
    }

    async fn lines(&self) -> Result<Lines, CommandError> {
        let lines = self.script().lines.clone();
        Ok(lines.unwrap_or_else(|| Lines::Elsewhere {
            provider: "host".to_owned(),
        }))
    }

    async fn leg_on_lines(&self, leg: &LegRef) -> Result<Option<LegRef>, CommandError> {
        Ok(self.script().on_lines.get(leg).cloned())
    }
}
