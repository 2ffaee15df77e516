//! What can happen to a seat, and what it asks its shell to do.

use serde::{Deserialize, Serialize};

use super::reason::{End, PauseReason};
use crate::ids::{CallId, LeadId};
use crate::time::Timestamp;

/// What can happen to a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The browser's audio is in, for the first time or again.
    BrowserHere,
    /// The browser's audio stopped.
    BrowserLost,
    /// The agent wants callees.
    ReadyAsked,
    /// No callee is to be put through, from now on or from the end of the call.
    PauseAsked {
        /// Why.
        reason: PauseReason,
    },
    /// A lead is shown to the agent, who decides whether it is called.
    LeadOffered {
        /// Which.
        lead: LeadId,
        /// When it is called by itself, if it is.
        dial_at: Option<Timestamp>,
    },
    /// The lead is not shown any more.
    OfferWithdrawn {
        /// Which.
        lead: LeadId,
    },
    /// A call is being made for this seat alone: to the lead that was shown, or to one that the agent chose.
    OwnCallBegun {
        /// Which.
        call: CallId,
        /// When it is given up if nothing is heard of it.
        until: Timestamp,
    },
    /// A callee is promised to this seat.
    CallReserved {
        /// Whose call.
        call: CallId,
    },
    /// The callee's audio is in, for the first time or again.
    LegHere {
        /// Whose call.
        call: CallId,
    },
    /// The promised callee could not be brought.
    LegMissed {
        /// Whose call.
        call: CallId,
    },
    /// The callee's audio stopped.
    LegLost {
        /// Whose call.
        call: CallId,
    },
    /// The call ended.
    CallOver {
        /// Which.
        call: CallId,
    },
    /// No person is there after all: the leg leaves.
    MachineThere {
        /// Whose call.
        call: CallId,
    },
    /// The callee is with somebody else now; this agent's part of the call is over.
    HandedOver {
        /// Which call.
        call: CallId,
    },
    /// A colleague asks this agent to take a callee, and talks to them about it.
    ConsultAsked,
    /// The colleague has gone, with or without their callee.
    ConsultOver,
    /// A colleague gives a callee, whether or not callees were asked for.
    CallGiven {
        /// Whose call.
        call: CallId,
    },
    /// The agent wants the call over.
    EndCallAsked,
    /// The agent has noted what came of the call.
    WrappedUp {
        /// Which.
        call: CallId,
        /// What the agent wants next.
        next: Next,
    },
    /// The seat is to be given up.
    SignOutAsked {
        /// Why.
        why: End,
    },
    /// The time of [`super::Seat::deadline`] has come.
    DeadlinePassed,
    /// This process started and found the seat taken: its audio went with the process before it.
    Recovered,
}

/// What an agent wants after the work on a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The next callee.
    Ready,
    /// A pause.
    Paused,
}

/// What a seat asks its shell to do. Each may be repeated without harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Action {
    /// The lead that was shown is somebody else's again.
    GiveBack {
        /// Which.
        lead: LeadId,
    },
    /// Call the lead that is shown; report `OwnCallBegun`.
    DialOffer {
        /// Which.
        lead: LeadId,
    },
    /// Let the agent hear that somebody is there.
    Beep,
    /// Tell the call that agent and callee are talking; record from here.
    BeginTalk {
        /// Which call.
        call: CallId,
    },
    /// The callee leaves the room; the recording of the talk is complete.
    EndTalk {
        /// Which call.
        call: CallId,
    },
    /// The callee has left for somebody else, and lives on; the recording of the talk is complete.
    LeaveTalk {
        /// Which call.
        call: CallId,
    },
    /// Bring the leg back to where callees wait.
    ReturnLeg {
        /// Whose call.
        call: CallId,
    },
    /// Let the callee hear that somebody is coming back.
    Comfort,
    /// Undo that.
    StopComfort,
    /// Tell the callee that the agent is gone.
    Apologise {
        /// Whose call.
        call: CallId,
    },
    /// End the call.
    HangUp {
        /// Which.
        call: CallId,
    },
    /// Close the room of the shift.
    CloseAudio,
}
