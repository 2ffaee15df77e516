//! One event, one answer: the transition function of a seat.
//!
//! What the browser and the agent do is answered here; [`super::talk`] answers what becomes of callees, and
//! [`super::deadline`] what time does.

use serde::{Deserialize, Serialize};

use super::deadline::on_deadline;
use super::event::{Action, Event};
use super::own::{give_back, on_lead_offered, on_offer_withdrawn, on_own_call_begun};
use super::passing::{on_call_given, on_consult_asked, on_consult_over, on_handed_over};
use super::reason::{End, PauseReason};
use super::state::{Ctx, Seat, State};
use super::talk::{
    on_call_over, on_call_reserved, on_end_call_asked, on_leg_here, on_leg_lost, on_leg_missed,
    on_machine_there, on_wrapped_up,
};
use crate::room::Presence;
use crate::time::Timestamp;

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "effect", content = "why")]
pub enum Effect {
    /// It changed something.
    Applied,
    /// It told nothing new.
    Ignored(Why),
    /// It cannot be followed as the seat stands.
    Refused(Why),
}

/// Why an event had no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is so already.
    Repeated,
    /// The seat is past that.
    TooLate,
    /// The seat is not there yet.
    NotYet,
    /// It is about another call.
    OtherCall,
    /// Another callee is promised or here, or the agent takes none.
    Taken,
    /// The agent's browser is away.
    BrowserAway,
    /// What came of the call must be said first.
    DispositionMissing,
}

/// The answer of the machine to one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The seat afterwards.
    pub seat: Seat,
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// What the event did.
    pub effect: Effect,
}

/// Answers one event.
#[must_use]
pub fn step(seat: Seat, event: Event, ctx: &Ctx<'_>) -> Step {
    if !seat.is_live() {
        return ignored(seat, Why::TooLate);
    }
    match event {
        Event::BrowserHere => on_browser_here(seat, ctx.now),
        Event::BrowserLost => on_browser_lost(seat, ctx.now),
        Event::ReadyAsked => on_ready_asked(seat, ctx),
        Event::PauseAsked { reason } => on_pause_asked(seat, reason, ctx.now),
        Event::LeadOffered { lead, dial_at } => on_lead_offered(seat, lead, dial_at, ctx.now),
        Event::OfferWithdrawn { lead } => on_offer_withdrawn(seat, &lead),
        Event::OwnCallBegun { call, until } => on_own_call_begun(seat, call, until, ctx.now),
        Event::CallReserved { call } => on_call_reserved(seat, call, ctx.now),
        Event::LegHere { call } => on_leg_here(seat, &call, ctx.now),
        Event::LegMissed { call } => on_leg_missed(seat, &call, ctx),
        Event::LegLost { call } => on_leg_lost(seat, &call, ctx.now),
        Event::CallOver { call } => on_call_over(seat, &call, ctx),
        Event::MachineThere { call } => on_machine_there(seat, &call, ctx),
        Event::HandedOver { call } => on_handed_over(seat, &call, ctx),
        Event::ConsultAsked => on_consult_asked(seat),
        Event::ConsultOver => on_consult_over(seat),
        Event::CallGiven { call } => on_call_given(seat, call, ctx.now),
        Event::EndCallAsked => on_end_call_asked(seat, ctx),
        Event::WrappedUp { call, next } => on_wrapped_up(seat, &call, next, ctx.now),
        Event::SignOutAsked { why } => sign_out(seat, why, ctx.now),
        Event::DeadlinePassed => on_deadline(seat, ctx),
        Event::Recovered => sign_out(seat, End::Restarted, ctx.now),
    }
}

fn on_browser_here(mut seat: Seat, now: Timestamp) -> Step {
    let was_here = seat.browser.is_here();
    seat.browser = Presence::Here;
    match &mut seat.state {
        State::Joining => {
            let reason = PauseReason::NotYetReady;
            applied(moved(seat, State::Paused { reason }, now), Vec::new())
        }
        State::OnCall { comforted, .. } if *comforted => {
            *comforted = false;
            applied(seat, vec![Action::StopComfort])
        }
        State::Ready
        | State::Dialing { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. }
        | State::Paused { .. }
        | State::Offline { .. } => {
            if was_here {
                ignored(seat, Why::Repeated)
            } else {
                applied(seat, Vec::new())
            }
        }
    }
}

fn on_browser_lost(mut seat: Seat, now: Timestamp) -> Step {
    match seat.browser {
        Presence::Here => {
            seat.browser = Presence::Lost { since: now };
            applied(seat, Vec::new())
        }
        // An offer that came to nothing is no loss: the first audio is still awaited.
        Presence::Awaited | Presence::Lost { .. } => ignored(seat, Why::Repeated),
    }
}

fn on_ready_asked(mut seat: Seat, ctx: &Ctx<'_>) -> Step {
    match &seat.state {
        State::Joining => refused(seat, Why::NotYet),
        State::Ready => ignored(seat, Why::Repeated),
        State::Dialing { .. } | State::Reserved { .. } | State::OnCall { .. } => {
            if seat.pause_after.take().is_some() {
                applied(seat, Vec::new())
            } else {
                ignored(seat, Why::Repeated)
            }
        }
        State::WrapUp { .. } if ctx.policy.disposition_mandatory => refused(seat, Why::DispositionMissing),
        State::WrapUp { .. } | State::Paused { .. } => {
            if !seat.browser.is_here() {
                return refused(seat, Why::BrowserAway);
            }
            seat.pause_after = None;
            applied(moved(seat, State::Ready, ctx.now), Vec::new())
        }
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

fn on_pause_asked(mut seat: Seat, reason: PauseReason, now: Timestamp) -> Step {
    match &seat.state {
        State::Joining => refused(seat, Why::NotYet),
        State::Ready => {
            let actions = give_back(&mut seat);
            applied(moved(seat, State::Paused { reason }, now), actions)
        }
        State::Paused { reason: known } if *known == reason => ignored(seat, Why::Repeated),
        State::Paused { .. } => {
            seat.state = State::Paused { reason };
            applied(seat, Vec::new())
        }
        State::Dialing { .. } | State::Reserved { .. } | State::OnCall { .. } | State::WrapUp { .. } => {
            seat.pause_after = Some(reason);
            applied(seat, Vec::new())
        }
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

/// The seat is given up; whoever is with the agent is let go.
pub(super) fn sign_out(mut seat: Seat, why: End, now: Timestamp) -> Step {
    let mut actions = give_back(&mut seat);
    actions.extend(match &seat.state {
        State::Dialing { call, .. } => vec![Action::HangUp { call: call.clone() }],
        State::OnCall { call, .. } => vec![
            Action::HangUp { call: call.clone() },
            Action::EndTalk { call: call.clone() },
        ],
        // A callee who was only promised waits elsewhere, and may be promised to another.
        State::Joining
        | State::Ready
        | State::Reserved { .. }
        | State::WrapUp { .. }
        | State::Paused { .. }
        | State::Offline { .. } => Vec::new(),
    });
    actions.push(Action::CloseAudio);
    seat.consulted = false;
    applied(moved(seat, State::Offline { why }, now), actions)
}

/// The agent is free again: for the next callee, or for the pause that was asked for meanwhile.
pub(super) fn free(mut seat: Seat, since: Timestamp, now: Timestamp) -> Seat {
    match seat.pause_after.take() {
        Some(reason) => moved(seat, State::Paused { reason }, now),
        None => moved(seat, State::Ready, since),
    }
}

pub(super) fn moved(mut seat: Seat, state: State, since: Timestamp) -> Seat {
    seat.state = state;
    seat.since = since;
    seat
}

pub(super) fn applied(seat: Seat, actions: Vec<Action>) -> Step {
    Step {
        seat,
        actions,
        effect: Effect::Applied,
    }
}

pub(super) fn ignored(seat: Seat, why: Why) -> Step {
    Step {
        seat,
        actions: Vec::new(),
        effect: Effect::Ignored(why),
    }
}

pub(super) fn refused(seat: Seat, why: Why) -> Step {
    Step {
        seat,
        actions: Vec::new(),
        effect: Effect::Refused(why),
    }
}
