//! One talk, from the room to what is left of it.

use std::sync::Arc;

use async_trait::async_trait;
use outdial_domain::voice_agent::{Tool, ToolRequest};
use outdial_media::live::RoomHandle;
use outdial_voice::realtime::live::{Endpoint, Tools, hold};
use outdial_voice::realtime::{Ending, Terms};
use tokio::sync::Mutex;

use super::book::Aloud;
use super::line::BrowserLine;
use crate::engine::Engine;
use crate::rehearsals::callee::Partner;
use crate::rehearsals::perform::Stage;
use crate::spoken_form::SpokenForm;

/// A talk that is about to begin.
pub(super) struct Holding {
    pub engine: Engine,
    pub talk: Arc<Aloud>,
    pub model: Arc<Endpoint>,
    pub terms: Terms,
    pub partner: Partner,
    pub room: RoomHandle,
    pub line: BrowserLine,
}

impl Holding {
    /// Holds the talk, and clears the room.
    pub async fn run(mut self) {
        let ended = if self.line.connects().await {
            self.hold().await
        } else if self.talk.called_off.is_cancelled() {
            Ending::CalledOff.reason()
        } else {
            Ending::CalleeLeft.reason()
        };
        self.room.close();
        self.talk.view().ended = Some(ended);
    }

    async fn hold(&mut self) -> String {
        let allowed = self.terms.tools.clone();
        let tools = RehearsedTools {
            talk: &self.talk,
            stage: Mutex::new(Stage {
                engine: &self.engine,
                workspace: &self.talk.whose.workspace,
                partner: &self.partner,
                allowed: &allowed,
                asked: Vec::new(),
            }),
        };
        let mut line = SpokenForm::of(&mut self.line, self.terms.format);
        let held = hold(
            &self.model,
            self.terms.clone(),
            &mut line,
            &tools,
            self.engine.now(),
            &self.talk.called_off,
        )
        .await;
        let mut view = self.talk.view();
        // The report has the order of what was said, and what came late.
        view.utterances = held.report.transcript;
        view.turns = held.report.turns;
        held.ending.reason()
    }
}

/// What the agent may do: in word alone, one thing at a time.
struct RehearsedTools<'a> {
    talk: &'a Aloud,
    stage: Mutex<Stage<'a>>,
}

#[async_trait]
impl Tools for RehearsedTools<'_> {
    async fn perform(&self, request: &ToolRequest) -> Result<String, String> {
        let mut stage = self.stage.lock().await;
        if stage.asked.len() >= REQUESTS_MAX {
            return Err("That is too much at once. Go on with the conversation.".to_owned());
        }
        let tool = stage.perform(request).await;
        self.talk.view().tools.push(tool.clone());
        if tool.performed() == Some(Tool::TransferToHuman) {
            return Ok("In a rehearsal nobody takes over. Say goodbye, and hang up.".to_owned());
        }
        tool.result
    }
}

/// As many as in a call.
const REQUESTS_MAX: usize = 200;
