//! Callees who are passed on between agents: given away, asked about, given.

use super::event::Action;
use super::own::give_back;
use super::state::{Ctx, Seat, State};
use super::step::{Step, Why, applied, ignored, moved, refused};
use super::talk::note_down;
use crate::ids::CallId;
use crate::time::Timestamp;

pub(super) fn on_handed_over(seat: Seat, call: &CallId, ctx: &Ctx<'_>) -> Step {
    match &seat.state {
        State::OnCall { call: here, .. } if here == call => {
            let actions = vec![Action::LeaveTalk { call: call.clone() }];
            note_down(seat, call.clone(), actions, ctx)
        }
        State::Joining
        | State::Ready
        | State::Dialing { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. }
        | State::Paused { .. }
        | State::Offline { .. } => ignored(seat, Why::OtherCall),
    }
}

/// Who pauses may be asked too: they can say no, and a campaign's callees do not come to them.
pub(super) fn on_consult_asked(mut seat: Seat) -> Step {
    match &seat.state {
        State::Ready | State::Paused { .. } if !seat.browser.is_here() => refused(seat, Why::BrowserAway),
        State::Ready | State::Paused { .. } if seat.consulted => refused(seat, Why::Taken),
        State::Ready | State::Paused { .. } => {
            seat.consulted = true;
            applied(seat, Vec::new())
        }
        State::Joining => refused(seat, Why::NotYet),
        State::Dialing { .. } | State::Reserved { .. } | State::OnCall { .. } | State::WrapUp { .. } => {
            refused(seat, Why::Taken)
        }
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

pub(super) fn on_consult_over(mut seat: Seat) -> Step {
    if std::mem::take(&mut seat.consulted) {
        applied(seat, Vec::new())
    } else {
        ignored(seat, Why::Repeated)
    }
}

/// An agent who was asked takes the callee also from a pause, which goes on when the call is done with.
pub(super) fn on_call_given(mut seat: Seat, call: CallId, now: Timestamp) -> Step {
    let ready_since = match &seat.state {
        State::Ready | State::Paused { .. } if !seat.browser.is_here() => {
            return refused(seat, Why::BrowserAway);
        }
        State::Ready => seat.since,
        State::Paused { reason } if seat.consulted => {
            seat.pause_after = Some(reason.clone());
            now
        }
        State::Joining => return refused(seat, Why::NotYet),
        State::Dialing { .. }
        | State::Paused { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. } => {
            return refused(seat, Why::Taken);
        }
        State::Offline { .. } => return ignored(seat, Why::TooLate),
    };
    seat.consulted = false;
    let actions = give_back(&mut seat);
    applied(moved(seat, State::Reserved { call, ready_since }, now), actions)
}
