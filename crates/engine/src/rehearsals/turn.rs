//! One turn of a rehearsal: the agent's first words, or its answer to what the callee said.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::{LeadId, WorkspaceId};
use outdial_domain::voice_agent::{
    RehearsalLine, RehearsedTool, Speaker, Tool, ToolRequest, VoiceAgentSettings, is_handed_over, is_over,
};
use outdial_integrations::language_model::ModelError;
use outdial_integrations::language_model::chat::{ChatMessage, ChatModel, ChatTool, Freedom};
use outdial_voice::parameters;
use outdial_voice::realtime::{Ending, Terms};

use super::callee::Partner;
use super::perform::Stage;
use super::refusal::RehearsalRefusal;
use crate::engine::Engine;

/// How a rehearsal goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// What was said, in its order.
    pub lines: Vec<RehearsalLine>,
    /// Why it is over, in the words of calls; absent while it goes on.
    pub ended: Option<String>,
    /// Who answered; absent when nobody was asked.
    pub model: Option<String>,
}

impl Engine {
    /// Lets a rehearsal go on: the agent answers the last of the lines, or begins when there is none.
    ///
    /// # Errors
    /// When there is no model, it does not answer, or the lines are no rehearsal that can go on.
    pub async fn rehearse(
        &self,
        workspace: &WorkspaceId,
        agent: &VoiceAgentSettings,
        lead: Option<LeadId>,
        lines: &[RehearsalLine],
    ) -> Result<Rehearsed, RehearsalRefusal> {
        check(lines)?;
        let cast = Cast::find(self, workspace, agent, lead).await?;
        cast.go_on(lines).await
    }
}

/// An agent, whom it talks with, and the model that speaks for it.
pub(super) struct Cast<'a> {
    engine: &'a Engine,
    workspace: &'a WorkspaceId,
    model: Arc<ChatModel>,
    partner: Partner,
    terms: Terms,
    tools: Vec<ChatTool>,
}

impl<'a> Cast<'a> {
    pub async fn find(
        engine: &'a Engine,
        workspace: &'a WorkspaceId,
        agent: &VoiceAgentSettings,
        lead: Option<LeadId>,
    ) -> Result<Self, RehearsalRefusal> {
        let model = engine.inner.services.of(workspace).text_model;
        let model = model.ok_or(RehearsalRefusal::NoTextModel)?;
        let partner = Partner::find(&engine.inner, workspace, lead).await?;
        let variables = partner.variables(agent, engine.now());
        let terms = Terms::new(agent, &variables, model.name());
        let tools = terms.tools.iter().map(|tool| ChatTool {
            name: tool.as_str().to_owned(),
            description: tool.description().to_owned(),
            parameters: parameters(*tool),
        });
        Ok(Self {
            tools: tools.collect(),
            engine,
            workspace,
            model,
            partner,
            terms,
        })
    }

    /// Lets the rehearsal go on.
    pub async fn go_on(&self, lines: &[RehearsalLine]) -> Result<Rehearsed, RehearsalRefusal> {
        if lines.is_empty() {
            let opening = Some(self.terms.opening.clone()).filter(|text| !text.trim().is_empty());
            let spoken = opening.map(|text| RehearsalLine::of_agent(text, Vec::new()));
            return Ok(Rehearsed {
                lines: spoken.into_iter().collect(),
                ended: None,
                model: None,
            });
        }
        let mut spoken = tokio::time::timeout(TURN_LIMIT, self.answer(lines))
            .await
            .map_err(|_| ModelError::TimedOut(TURN_LIMIT))??;
        let (hung_up, handed_over) = (is_over(&spoken), is_handed_over(&spoken));
        let is_long = lines.len() + spoken.len() >= LINES_MAX;
        if hung_up
            && !handed_over
            && let Some(last) = spoken.last_mut().filter(|last| last.text.is_empty())
        {
            last.text.clone_from(&self.terms.goodbye);
        }
        let ending = match (hung_up, handed_over, is_long) {
            (_, true, _) => Some(Ending::HandedOver),
            (true, false, _) => Some(Ending::AgentLeft),
            (false, false, true) => Some(Ending::TooLong),
            (false, false, false) => None,
        };
        Ok(Rehearsed {
            lines: spoken,
            ended: ending.map(|ending| ending.reason()),
            model: Some(self.model.name().to_owned()),
        })
    }

    /// What the agent says, and asks for, until it is the callee's turn or it has hung up.
    async fn answer(&self, lines: &[RehearsalLine]) -> Result<Vec<RehearsalLine>, RehearsalRefusal> {
        let mut talk = self.messages(lines);
        let mut stage = Stage {
            engine: self.engine,
            workspace: self.workspace,
            partner: &self.partner,
            allowed: &self.terms.tools,
            asked: lines.iter().flat_map(|line| line.tools.clone()).collect(),
        };
        let (mut spoken, mut tools) = (Vec::new(), Vec::new());
        for round in 1..=ROUNDS_MAX {
            // A model that runs in circles has to say something in the end.
            let freedom = if round < ROUNDS_MAX {
                Freedom::Any
            } else {
                Freedom::WordsOnly
            };
            let reply = self.model.answer(&talk, &self.tools, freedom).await?;
            if reply.calls.is_empty() || freedom == Freedom::WordsOnly {
                spoken.push(RehearsalLine::of_agent(reply.text.unwrap_or_default(), tools));
                return Ok(spoken);
            }
            let mut asked = Vec::with_capacity(reply.calls.len());
            for request in &reply.calls {
                asked.push(stage.perform(request).await);
            }
            let hangs_up = asked.iter().any(|tool| tool.performed() == Some(Tool::EndCall));
            let hands_over = asked
                .iter()
                .any(|tool| tool.performed() == Some(Tool::TransferToHuman));
            if hands_over || hangs_up && (reply.text.is_some() || !self.terms.goodbye.is_empty()) {
                tools.extend(asked);
                spoken.push(RehearsalLine::of_agent(reply.text.unwrap_or_default(), tools));
                return Ok(spoken);
            }
            if let Some(text) = &reply.text {
                spoken.push(RehearsalLine::of_agent(text, std::mem::take(&mut tools)));
            }
            let answers = reply
                .calls
                .iter()
                .zip(&asked)
                .map(|(request, tool)| ChatMessage::Tool {
                    id: request.id.clone(),
                    text: answer_of(tool),
                });
            let answers: Vec<_> = answers.collect();
            talk.push(ChatMessage::Assistant {
                text: reply.text,
                calls: reply.calls,
            });
            talk.extend(answers);
            tools.extend(asked);
            if hangs_up {
                // Its own words are the goodbye.
                let reply = self.model.answer(&talk, &self.tools, Freedom::WordsOnly).await?;
                spoken.push(RehearsalLine::of_agent(reply.text.unwrap_or_default(), tools));
                return Ok(spoken);
            }
        }
        Ok(spoken)
    }

    /// The rehearsal so far, as the model reads it.
    fn messages(&self, lines: &[RehearsalLine]) -> Vec<ChatMessage> {
        let mut talk = vec![ChatMessage::System(self.terms.instructions.clone())];
        for (place, line) in lines.iter().enumerate() {
            if line.speaker == Speaker::Callee {
                talk.push(ChatMessage::User(line.text.clone()));
                continue;
            }
            let id = |nth: usize| format!("call_{place}_{nth}");
            if !line.tools.is_empty() {
                let calls = line.tools.iter().enumerate().map(|(nth, tool)| ToolRequest {
                    id: id(nth),
                    name: tool.name.clone(),
                    arguments: tool.arguments.clone(),
                });
                talk.push(ChatMessage::Assistant {
                    text: None,
                    calls: calls.collect(),
                });
                let answers = line
                    .tools
                    .iter()
                    .enumerate()
                    .map(|(nth, tool)| ChatMessage::Tool {
                        id: id(nth),
                        text: answer_of(tool),
                    });
                talk.extend(answers);
            }
            if !line.text.is_empty() {
                talk.push(ChatMessage::Assistant {
                    text: Some(line.text.clone()),
                    calls: Vec::new(),
                });
            }
        }
        talk
    }
}

fn answer_of(tool: &RehearsedTool) -> String {
    match &tool.result {
        Ok(text) | Err(text) => text.clone(),
    }
}

/// What is sent is a rehearsal as it was given, with what the callee says behind it.
fn check(lines: &[RehearsalLine]) -> Result<(), RehearsalRefusal> {
    let bad = |why: &str| Err(RehearsalRefusal::BadLines(why.to_owned()));
    let Some(last) = lines.last() else {
        return Ok(());
    };
    if lines.len() >= LINES_MAX {
        return Err(RehearsalRefusal::BadLines(format!(
            "A rehearsal has at most {LINES_MAX} lines; begin a new one."
        )));
    }
    if last.speaker != Speaker::Callee {
        return bad("The last line must be what the callee says; send no lines to begin anew.");
    }
    if last.text.trim().is_empty() {
        return bad("Write what the callee says.");
    }
    if is_over(lines) || is_handed_over(lines) {
        return bad("The talk is over; send no lines to begin anew.");
    }
    for line in lines {
        let is_long = line.text.chars().count() > TEXT_MAX || line.tools.len() > TOOLS_MAX;
        let has_long_tool = line.tools.iter().any(|tool| {
            let answer = answer_of(tool);
            tool.name.len() + tool.arguments.len() + answer.len() > TOOL_BYTES_MAX
        });
        if is_long || has_long_tool {
            return Err(RehearsalRefusal::BadLines(format!(
                "A line is too long; at most {TEXT_MAX} characters."
            )));
        }
        if line.speaker == Speaker::Callee && !line.tools.is_empty() {
            return bad("A callee asks for no tools.");
        }
    }
    Ok(())
}

/// Somebody waits for the answer, and a request may take a minute.
const TURN_LIMIT: Duration = Duration::from_secs(50);
/// How often a model may ask for tools before it says something.
const ROUNDS_MAX: usize = 6;
/// Longer than any call.
const LINES_MAX: usize = 100;
/// As long as an answer of a model may be.
const TEXT_MAX: usize = 8_000;
/// All that one turn can ask for.
const TOOLS_MAX: usize = 96;
/// The whole of the longest arguments that are kept, in any script, and its answer.
const TOOL_BYTES_MAX: usize = 32 * 1024;
