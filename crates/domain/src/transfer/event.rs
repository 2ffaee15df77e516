//! What can happen to a transfer, and what it asks its shell to do.

use serde::{Deserialize, Serialize};

use super::failure::Failure;

/// What can happen to a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The third's phone rings.
    ThirdRings,
    /// The third's audio is in, for the first time or again.
    ThirdHere,
    /// The third's audio stopped.
    ThirdLost,
    /// The third is gone for good, or never came.
    ThirdGone {
        /// Why.
        why: Failure,
    },
    /// The callee is with the third.
    HandedOver,
    /// The agent wants to leave the two to themselves.
    CompleteAsked,
    /// The agent wants all three to talk.
    JoinAsked,
    /// The agent wants to talk to the other side.
    SwapAsked,
    /// The agent wants the callee back.
    CancelAsked,
    /// The callee is not with the agent any more.
    CalleeGone,
    /// The agent is gone for good, or wants to be.
    AgentGone,
    /// The time of [`super::Transfer::deadline`] has come.
    DeadlinePassed,
    /// The process that holds the audio ends.
    Recovered,
}

/// What a transfer asks its shell to do. Each may be repeated without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Action {
    /// The callee hears music and is heard by nobody.
    HoldCallee,
    /// Undo that.
    UnholdCallee,
    /// The third hears music and is heard by nobody.
    HoldThird,
    /// Undo that.
    UnholdThird,
    /// Ring the number, or ask the colleague.
    CallThird,
    /// Hang the third up, or leave the colleague alone.
    LetThirdGo,
    /// Put the callee and the third together, without the agent.
    HandOver,
    /// The agent's part of the call is over.
    FreeAgent,
}
