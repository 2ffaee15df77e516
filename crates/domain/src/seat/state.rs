//! What a seat is.

use serde::{Deserialize, Serialize};

use super::reason::{End, PauseReason};
use super::standing::Standing;
use crate::ids::{CallId, LeadId};
use crate::room::Presence;
use crate::time::Timestamp;

/// How long a seat waits for what it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the browser's first audio.
    pub join_ms: i64,
    /// For a browser that was lost, before the seat is paused or the callee let go.
    pub browser_ms: i64,
    /// For a browser that was lost, before the callee hears something in its place.
    pub comfort_ms: i64,
    /// For a callee's audio that stopped while the carrier says that the call goes on.
    pub phone_ms: i64,
    /// For a callee who is promised.
    pub leg_ms: i64,
    /// For an agent who has gone, before the seat is given up.
    pub absent_ms: i64,
    /// For the campaign to say what becomes of a leg that a seat gave back, before it is hung up.
    pub returned_ms: i64,
}

/// What a campaign asks of its agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Policy {
    /// How long the work after a call may take; as long as it takes when absent.
    pub wrap_up_ms: Option<i64>,
    /// Whether the agent must say what came of each call. Then the work after a call has no end but that.
    pub disposition_mandatory: bool,
}

/// What the machine is told beside the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ctx<'a> {
    /// The present.
    pub now: Timestamp,
    /// How long a seat waits.
    pub limits: &'a Limits,
    /// What the campaign asks.
    pub policy: &'a Policy,
}

/// An agent signed in to a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// The agent's leg.
    pub browser: Presence,
    /// A pause was asked for while a call went on: it begins when the call is done with.
    #[serde(default)]
    pub pause_after: Option<PauseReason>,
    /// The lead that is shown to the agent while the seat is ready.
    #[serde(default)]
    pub offer: Option<Offer>,
    /// A colleague talks to the agent about a callee: nobody else is put through meanwhile.
    #[serde(default)]
    pub consulted: bool,
}

/// A lead that is shown to an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which.
    pub lead: LeadId,
    /// Since when.
    pub at: Timestamp,
    /// When it is called by itself, if it is.
    pub dial_at: Option<Timestamp>,
}

/// Where a seat stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// The browser's audio is awaited.
    Joining,
    /// A callee may be put through.
    Ready,
    /// A call that is made for this seat alone is on its way.
    Dialing {
        /// Which.
        call: CallId,
        /// When it is given up if nothing is heard of it.
        until: Timestamp,
        /// Since when the seat was ready, for its turn if nobody answers.
        ready_since: Timestamp,
    },
    /// A callee is promised.
    Reserved {
        /// Whose call.
        call: CallId,
        /// Since when the seat was ready, for its turn if nobody comes.
        ready_since: Timestamp,
    },
    /// A callee is here; the talk is timed from the beginning of this state.
    OnCall {
        /// Whose call.
        call: CallId,
        /// The callee's leg.
        phone: Presence,
        /// The callee hears something in place of the lost browser.
        comforted: bool,
    },
    /// The agent notes what came of the call.
    WrapUp {
        /// Of which.
        call: CallId,
        /// Until when, if the campaign sets a time.
        until: Option<Timestamp>,
    },
    /// No callee is put through.
    Paused {
        /// Why.
        reason: PauseReason,
    },
    /// Signed out.
    Offline {
        /// Why.
        why: End,
    },
}

impl Seat {
    /// A seat that awaits its browser.
    #[must_use]
    pub fn signed_in(now: Timestamp) -> Self {
        Self {
            state: State::Joining,
            since: now,
            browser: Presence::Awaited,
            pause_after: None,
            offer: None,
            consulted: false,
        }
    }

    /// How it stands, in one word.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match &self.state {
            State::Joining => Standing::Joining,
            State::Ready => Standing::Ready,
            State::Dialing { .. } => Standing::Dialing,
            State::Reserved { .. } | State::OnCall { .. } => Standing::OnCall,
            State::WrapUp { .. } => Standing::WrapUp,
            State::Paused { .. } => Standing::Paused,
            State::Offline { .. } => Standing::Offline,
        }
    }

    /// Whether somebody sits on it.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.standing() != Standing::Offline
    }

    /// Whether a callee may be put through now.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.state == State::Ready && self.browser.is_here() && !self.consulted
    }

    /// The call that rings for it, is promised, here, or being noted down.
    #[must_use]
    pub fn call(&self) -> Option<&CallId> {
        match &self.state {
            State::Dialing { call, .. }
            | State::Reserved { call, .. }
            | State::OnCall { call, .. }
            | State::WrapUp { call, .. } => Some(call),
            State::Joining | State::Ready | State::Paused { .. } | State::Offline { .. } => None,
        }
    }

    /// The callee who is here.
    #[must_use]
    pub fn callee(&self) -> Option<&CallId> {
        match &self.state {
            State::OnCall { call, .. } => Some(call),
            State::Joining
            | State::Ready
            | State::Dialing { .. }
            | State::Reserved { .. }
            | State::WrapUp { .. }
            | State::Paused { .. }
            | State::Offline { .. } => None,
        }
    }

    /// Why it is paused or offline.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.state {
            State::Paused { reason } => Some(reason.text()),
            State::Offline { why } => Some(why.word()),
            State::Joining
            | State::Ready
            | State::Dialing { .. }
            | State::Reserved { .. }
            | State::OnCall { .. }
            | State::WrapUp { .. } => None,
        }
    }

    /// The call that is made for this seat alone and that nobody has answered.
    #[must_use]
    pub fn own_call(&self) -> Option<&CallId> {
        match &self.state {
            State::Dialing { call, .. } => Some(call),
            State::Joining
            | State::Ready
            | State::Reserved { .. }
            | State::OnCall { .. }
            | State::WrapUp { .. }
            | State::Paused { .. }
            | State::Offline { .. } => None,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            join_ms: 60_000,
            browser_ms: 30_000,
            comfort_ms: 2_000,
            phone_ms: 10_000,
            leg_ms: 5_000,
            absent_ms: 30 * 60_000,
            returned_ms: 10_000,
        }
    }
}
