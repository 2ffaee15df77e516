//! What can happen to a room, and what it asks its shell to do.

use serde::{Deserialize, Serialize};

use crate::call;

/// What can happen to a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The browser's audio is in, for the first time or again.
    BrowserHere,
    /// The browser's audio stopped.
    BrowserLost,
    /// The callee's audio is in, for the first time or again.
    PhoneHere,
    /// The callee's audio stopped.
    PhoneLost,
    /// The call stands somewhere else.
    CallMoved {
        /// Where.
        state: call::State,
    },
    /// The call was refused when it was to be written down.
    NotPlanned,
    /// The agent wants it over.
    EndAsked,
    /// The time of [`super::Room::deadline`] has come.
    DeadlinePassed,
    /// This process started and found the room open: its audio went with the process before it.
    Recovered,
}

/// What a room asks its shell to do. Each may be repeated without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Write the callee's call down and dial it.
    PlanCall,
    /// Tell the call that agent and callee are talking.
    Bridge,
    /// Let the callee hear that somebody is coming back.
    Comfort,
    /// Undo that.
    StopComfort,
    /// Tell the callee that the agent is gone.
    Apologise,
    /// End the callee's call.
    HangUp,
    /// Close the room's audio and finish the recording.
    CloseAudio,
    /// Let the lead be called by others.
    ReleaseLead,
}
