//! What a talk makes of tools: each request is passed on once and answered once.

use outdial_domain::Timestamp;
use outdial_domain::voice_agent::{Tool, ToolReply, ToolRequest};

use super::ending::Ending;
use super::orders;
use super::session::{Action, Session};
use super::standing::{OpenCall, Phase, Purpose};
use super::wire::FunctionCall;

impl Session {
    /// Passes on what a completed response asks for. What cannot be read is passed on too: whoever reads it answers
    /// with a sentence that the model can act on.
    pub(super) fn ask_tools(
        &mut self,
        response: &str,
        calls: Vec<FunctionCall>,
        now: Timestamp,
        out: &mut Vec<Action>,
    ) {
        let active = self.active.as_ref().filter(|active| active.id == response);
        let spoke = active.is_some_and(|active| active.spoke);
        for call in calls {
            if !call.is_whole || !self.asked.insert(call.id.clone()) {
                continue;
            }
            if let Some(wait) = &mut self.wait {
                wait.tools_asked(now);
            }
            let open = OpenCall {
                name: call.name.clone(),
                spoke,
            };
            self.open_calls.insert(call.id.clone(), open);
            out.push(Action::Ask(ToolRequest {
                id: call.id,
                name: call.name,
                arguments: call.arguments,
            }));
        }
    }

    /// Hands an answer to the model, which goes on when it has all of them.
    pub(super) fn answered(&mut self, reply: &ToolReply, now: Timestamp, out: &mut Vec<Action>) {
        let Some(call) = self.open_calls.remove(&reply.id) else {
            return;
        };
        if self.is_over() {
            return;
        }
        self.quiet_since = now;
        self.progress_at = now;
        let text = match &reply.result {
            Ok(text) | Err(text) => text,
        };
        out.push(Action::Send(orders::tool_output(&reply.id, text)));
        if reply.result.is_ok() && call.name.parse() == Ok(Tool::EndCall) {
            self.say_goodbye(Ending::AgentLeft, !call.spoke, now, out);
        }
        if !self.open_calls.is_empty() {
            return;
        }
        if let Some(wait) = &mut self.wait {
            wait.tools_answered(now);
        }
        // Whoever is speaking is answered when they have finished, and the answer is there by then.
        if matches!(self.phase, Phase::Talking | Phase::Greeting) && !self.callee.is_speaking() {
            self.wanted.get_or_insert(Purpose::Answer);
        }
    }
}
