//! Calls that people start: a lead is shown to one agent, and a call is made for that agent alone.

use super::event::Action;
use super::state::{Ctx, Offer, Seat, State};
use super::step::{Step, Why, applied, free, ignored, moved, refused};
use crate::ids::{CallId, LeadId};
use crate::time::Timestamp;

pub(super) fn on_lead_offered(
    mut seat: Seat,
    lead: LeadId,
    dial_at: Option<Timestamp>,
    now: Timestamp,
) -> Step {
    match &seat.state {
        State::Ready if !seat.browser.is_here() => refused(seat, Why::BrowserAway),
        State::Ready if seat.consulted => refused(seat, Why::Taken),
        State::Ready => match &seat.offer {
            Some(shown) if shown.lead == lead => ignored(seat, Why::Repeated),
            Some(_) => refused(seat, Why::Taken),
            None => {
                seat.offer = Some(Offer {
                    lead,
                    at: now,
                    dial_at,
                });
                applied(seat, Vec::new())
            }
        },
        State::Joining
        | State::Dialing { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. }
        | State::Paused { .. } => refused(seat, Why::Taken),
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

pub(super) fn on_offer_withdrawn(mut seat: Seat, lead: &LeadId) -> Step {
    match &seat.offer {
        Some(shown) if shown.lead == *lead => {
            seat.offer = None;
            applied(seat, Vec::new())
        }
        Some(_) | None => ignored(seat, Why::TooLate),
    }
}

/// The lead that was shown is the one that is called, or is given back by whoever made the call.
pub(super) fn on_own_call_begun(mut seat: Seat, call: CallId, until: Timestamp, now: Timestamp) -> Step {
    match &seat.state {
        State::Ready | State::Paused { .. } if !seat.browser.is_here() => refused(seat, Why::BrowserAway),
        State::Ready | State::Paused { .. } if seat.consulted => refused(seat, Why::Taken),
        State::Ready | State::Paused { .. } => {
            let ready_since = match &seat.state {
                State::Paused { reason } => {
                    // Whoever dials out of a pause goes back to it.
                    seat.pause_after = Some(reason.clone());
                    now
                }
                State::Ready
                | State::Joining
                | State::Dialing { .. }
                | State::Reserved { .. }
                | State::OnCall { .. }
                | State::WrapUp { .. }
                | State::Offline { .. } => seat.since,
            };
            seat.offer = None;
            let state = State::Dialing {
                call,
                until,
                ready_since,
            };
            applied(moved(seat, state, now), Vec::new())
        }
        State::Dialing { call: known, .. } if *known == call => ignored(seat, Why::Repeated),
        State::Joining => refused(seat, Why::NotYet),
        State::Dialing { .. } | State::Reserved { .. } | State::OnCall { .. } | State::WrapUp { .. } => {
            refused(seat, Why::Taken)
        }
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

/// Nobody came of the seat's own call, or no person: the agent is where they were before.
pub(super) fn own_call_over(seat: Seat, ready_since: Timestamp, actions: Vec<Action>, ctx: &Ctx<'_>) -> Step {
    applied(free(seat, ready_since, ctx.now), actions)
}

/// What is asked for when the seat is not ready any more.
pub(super) fn give_back(seat: &mut Seat) -> Vec<Action> {
    let offer = seat.offer.take();
    offer
        .map(|offer| Action::GiveBack { lead: offer.lead })
        .into_iter()
        .collect()
}
