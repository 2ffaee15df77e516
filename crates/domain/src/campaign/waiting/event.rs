//! What can happen to somebody who answered, and what is asked for them.

use serde::{Deserialize, Serialize};

use crate::call::AmdVerdict;
use crate::time::Timestamp;

/// Who says what answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Our own detector, which listens to the audio.
    Own,
    /// The carrier.
    Carrier,
    /// The agent who talks to them.
    Agent,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The carrier says that the phone was picked up.
    Answered,
    /// The audio is in: whoever it is can be put through.
    AudioHere,
    /// Somebody says what answered.
    Verdict {
        /// What.
        verdict: AmdVerdict,
        /// Who says so.
        by: By,
    },
    /// An agent took the call.
    SeatTook,
    /// A seat became ready.
    SeatReady,
    /// The time that was set has come.
    DeadlinePassed,
    /// The call is over.
    Ended,
}

/// What is asked of the shell. Each may be repeated without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Action {
    /// Ask the seat that is ready for the longest to take the call; report `SeatTook`, or nothing.
    AskSeat,
    /// Tell the call that a machine answered: its own machine hangs up or leaves the message.
    CallMachine {
        /// What is known of it.
        verdict: AmdVerdict,
    },
    /// Tell the call that its talk was none: no person is there, and its own machine hangs up or leaves the message.
    TakeBack {
        /// What is known of it.
        verdict: AmdVerdict,
    },
    /// Play the safe-harbour message and end the call; it counts as abandoned.
    Abandon,
    /// Report `DeadlinePassed` at a time (replaces the earlier one).
    SetDeadline {
        /// When.
        at: Timestamp,
    },
}
