//! What a talk needs of the program around it.

use async_trait::async_trait;
use outdial_domain::voice_agent::{ToolRequest, TurnLatency, Utterance};

use crate::realtime::Ending;

/// Why nobody is on the line any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// They have left.
    Left,
    /// They were put through to a person, who goes on.
    HandedOver,
}

/// The callee's side of a talk.
#[async_trait]
pub trait Line: Send {
    /// The next 20 ms of what the callee says, or why there is nobody any more. Frames come at the pace of the line, silence
    /// included, and what the agent says keeps step with them. Dropping the future loses no frame.
    async fn hear(&mut self) -> Result<Vec<u8>, Gone>;

    /// 20 ms for the callee; nothing is said between what the agent says, but that it falls silent.
    fn say(&mut self, frame: &[u8]);

    /// Somebody said this, and will not have said otherwise later.
    fn said(&mut self, utterance: &Utterance);

    /// The callee waited so long for the agent.
    fn waited(&mut self, _turn: &TurnLatency) {}

    /// The talk is over: hang up. The report follows.
    fn hang_up(&mut self, why: &Ending);
}

/// What the agent may do besides talking.
#[async_trait]
pub trait Tools: Sync {
    /// Does what is asked for, and answers in one line within a bounded time.
    async fn perform(&self, request: &ToolRequest) -> Result<String, String>;
}
