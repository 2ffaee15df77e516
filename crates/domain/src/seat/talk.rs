//! What becomes of callees: promised, here, gone, noted down.

use super::event::{Action, Next};
use super::own::{give_back, own_call_over};
use super::reason::PauseReason;
use super::state::{Ctx, Seat, State};
use super::step::{Step, Why, applied, free, ignored, moved, refused};
use crate::ids::CallId;
use crate::room::Presence;
use crate::time::Timestamp;

pub(super) fn on_call_reserved(mut seat: Seat, call: CallId, now: Timestamp) -> Step {
    match &seat.state {
        State::Ready if !seat.browser.is_here() => refused(seat, Why::BrowserAway),
        State::Ready if seat.consulted => refused(seat, Why::Taken),
        State::Ready => {
            let ready_since = seat.since;
            let actions = give_back(&mut seat);
            let state = State::Reserved { call, ready_since };
            applied(moved(seat, state, now), actions)
        }
        State::Dialing {
            call: own,
            ready_since,
            ..
        } if *own == call => {
            let ready_since = *ready_since;
            applied(
                moved(seat, State::Reserved { call, ready_since }, now),
                Vec::new(),
            )
        }
        State::Reserved { call: known, .. } if *known == call => ignored(seat, Why::Repeated),
        State::Joining
        | State::Dialing { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. }
        | State::Paused { .. } => refused(seat, Why::Taken),
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

pub(super) fn on_leg_here(mut seat: Seat, call: &CallId, now: Timestamp) -> Step {
    match &mut seat.state {
        State::Reserved { call: promised, .. } if promised == call => {
            let state = State::OnCall {
                call: call.clone(),
                phone: Presence::Here,
                comforted: false,
            };
            let actions = vec![Action::Beep, Action::BeginTalk { call: call.clone() }];
            applied(moved(seat, state, now), actions)
        }
        State::OnCall {
            call: here, phone, ..
        } if here == call => {
            if phone.is_here() {
                ignored(seat, Why::Repeated)
            } else {
                *phone = Presence::Here;
                applied(seat, Vec::new())
            }
        }
        State::Joining
        | State::Ready
        | State::Dialing { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. }
        | State::Paused { .. }
        | State::Offline { .. } => refused(seat, Why::OtherCall),
    }
}

pub(super) fn on_leg_missed(seat: Seat, call: &CallId, ctx: &Ctx<'_>) -> Step {
    match &seat.state {
        State::Dialing {
            call: own,
            ready_since,
            ..
        } if own == call => {
            let since = *ready_since;
            own_call_over(seat, since, Vec::new(), ctx)
        }
        State::Reserved {
            call: promised,
            ready_since,
        } if promised == call => {
            let since = *ready_since;
            applied(free(seat, since, ctx.now), Vec::new())
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

pub(super) fn on_leg_lost(mut seat: Seat, call: &CallId, now: Timestamp) -> Step {
    match &mut seat.state {
        State::OnCall {
            call: here, phone, ..
        } if here == call && phone.is_here() => {
            *phone = Presence::Lost { since: now };
            applied(seat, Vec::new())
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

pub(super) fn on_call_over(seat: Seat, call: &CallId, ctx: &Ctx<'_>) -> Step {
    match &seat.state {
        State::Dialing { call: promised, .. } | State::Reserved { call: promised, .. }
            if promised == call =>
        {
            on_leg_missed(seat, call, ctx)
        }
        State::OnCall { call: here, .. } if here == call => wrap_up(seat, call.clone(), Vec::new(), ctx),
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

/// No conversation was had, so there is nothing to note down: the agent is free at once.
pub(super) fn on_machine_there(seat: Seat, call: &CallId, ctx: &Ctx<'_>) -> Step {
    match &seat.state {
        State::Dialing { call: promised, .. } | State::Reserved { call: promised, .. }
            if promised == call =>
        {
            on_leg_missed(seat, call, ctx)
        }
        State::OnCall { call: here, .. } if here == call => {
            let actions = vec![Action::ReturnLeg { call: call.clone() }];
            applied(free(seat, ctx.now, ctx.now), actions)
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

pub(super) fn on_end_call_asked(seat: Seat, ctx: &Ctx<'_>) -> Step {
    match &seat.state {
        State::OnCall { call, .. } => {
            let call = call.clone();
            let before = vec![Action::HangUp { call: call.clone() }];
            wrap_up(seat, call, before, ctx)
        }
        State::Dialing {
            call, ready_since, ..
        } => {
            let (call, since) = (call.clone(), *ready_since);
            own_call_over(seat, since, vec![Action::HangUp { call }], ctx)
        }
        State::Reserved { .. } => refused(seat, Why::NotYet),
        State::WrapUp { .. } => ignored(seat, Why::Repeated),
        State::Joining | State::Ready | State::Paused { .. } | State::Offline { .. } => {
            refused(seat, Why::OtherCall)
        }
    }
}

pub(super) fn on_wrapped_up(mut seat: Seat, call: &CallId, next: Next, now: Timestamp) -> Step {
    match &seat.state {
        State::WrapUp { call: noted, .. } if noted == call => {
            if next == Next::Paused {
                seat.pause_after.get_or_insert(PauseReason::Chosen(None));
            }
            applied(free(seat, now, now), Vec::new())
        }
        State::Dialing { call: here, .. }
        | State::Reserved { call: here, .. }
        | State::OnCall { call: here, .. }
            if here == call =>
        {
            refused(seat, Why::NotYet)
        }
        State::Joining
        | State::Ready
        | State::Dialing { .. }
        | State::Reserved { .. }
        | State::OnCall { .. }
        | State::WrapUp { .. }
        | State::Paused { .. }
        | State::Offline { .. } => refused(seat, Why::TooLate),
    }
}

/// The talk is over, and the agent notes what came of it.
pub(super) fn wrap_up(seat: Seat, call: CallId, before: Vec<Action>, ctx: &Ctx<'_>) -> Step {
    let mut actions = before;
    actions.push(Action::EndTalk { call: call.clone() });
    note_down(seat, call, actions, ctx)
}

/// The agent notes what came of a talk that is over for them.
pub(super) fn note_down(seat: Seat, call: CallId, actions: Vec<Action>, ctx: &Ctx<'_>) -> Step {
    let until = match ctx.policy.wrap_up_ms {
        Some(ms) if !ctx.policy.disposition_mandatory => Some(ctx.now.plus_ms(ms)),
        Some(_) | None => None,
    };
    applied(moved(seat, State::WrapUp { call, until }, ctx.now), actions)
}
