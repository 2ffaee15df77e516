//! What time does to a seat: each wait has an end.

use super::event::Action;
use super::own::{give_back, own_call_over};
use super::reason::{End, PauseReason};
use super::state::{Ctx, Limits, Seat, State};
use super::step::{Step, Why, applied, free, ignored, moved, sign_out};
use super::talk::{on_leg_missed, wrap_up};
use crate::ids::CallId;
use crate::room::Presence;
use crate::time::Timestamp;

impl Seat {
    /// When to look at it again if nothing happens.
    #[must_use]
    pub fn deadline(&self, limits: &Limits) -> Option<Timestamp> {
        let waits = match &self.state {
            State::Joining => [Some(self.since.plus_ms(limits.join_ms)), None, None],
            State::Ready => [self.browser_deadline(limits), self.dial_at(), None],
            State::Dialing { until, .. } => [Some(*until), None, None],
            State::Reserved { .. } => [Some(self.since.plus_ms(limits.leg_ms)), None, None],
            State::OnCall { phone, .. } => [
                self.browser_deadline(limits),
                phone_deadline(*phone, limits),
                self.comfort_at(limits),
            ],
            State::WrapUp { until, .. } => [*until, self.absent_at(limits), None],
            State::Paused { .. } => [self.absent_at(limits), None, None],
            State::Offline { .. } => [None, None, None],
        };
        waits.into_iter().flatten().min()
    }

    /// Until when a lost browser may come back as if nothing had been.
    #[must_use]
    pub fn browser_deadline(&self, limits: &Limits) -> Option<Timestamp> {
        Some(self.browser.lost_since()?.plus_ms(limits.browser_ms))
    }

    /// When the lead that is shown is called by itself, unless nobody is there to see it.
    fn dial_at(&self) -> Option<Timestamp> {
        let offer = self.offer.as_ref().filter(|_| self.browser.is_here());
        offer?.dial_at
    }

    fn absent_at(&self, limits: &Limits) -> Option<Timestamp> {
        Some(self.browser.lost_since()?.plus_ms(limits.absent_ms))
    }

    /// When a callee who waits for a lost browser is to hear something; a page that is loaded anew is quicker.
    fn comfort_at(&self, limits: &Limits) -> Option<Timestamp> {
        match &self.state {
            State::OnCall {
                phone: Presence::Here,
                comforted: false,
                ..
            } => Some(self.browser.lost_since()?.plus_ms(limits.comfort_ms)),
            State::OnCall { .. }
            | State::Joining
            | State::Ready
            | State::Dialing { .. }
            | State::Reserved { .. }
            | State::WrapUp { .. }
            | State::Paused { .. }
            | State::Offline { .. } => None,
        }
    }
}

pub(super) fn on_deadline(mut seat: Seat, ctx: &Ctx<'_>) -> Step {
    let has_passed = |at: Option<Timestamp>| at.is_some_and(|at| at <= ctx.now);
    if !has_passed(seat.deadline(ctx.limits)) {
        return ignored(seat, Why::NotYet);
    }
    match &seat.state {
        State::Joining => sign_out(seat, End::NeverJoined, ctx.now),
        State::Ready if has_passed(seat.browser_deadline(ctx.limits)) => {
            let reason = PauseReason::BrowserLost;
            let actions = give_back(&mut seat);
            applied(moved(seat, State::Paused { reason }, ctx.now), actions)
        }
        State::Ready => dial_offer(seat),
        State::Dialing {
            call, ready_since, ..
        } => {
            let (call, since) = (call.clone(), *ready_since);
            own_call_over(seat, since, vec![Action::HangUp { call }], ctx)
        }
        State::Reserved { call, .. } => {
            let call = call.clone();
            on_leg_missed(seat, &call, ctx)
        }
        State::OnCall { call, phone, .. } => {
            let (call, phone) = (call.clone(), *phone);
            let browser_gone = has_passed(seat.browser_deadline(ctx.limits));
            let phone_gone = has_passed(phone_deadline(phone, ctx.limits));
            if browser_gone || phone_gone {
                part(seat, call, browser_gone && phone.is_here(), ctx)
            } else {
                comfort(seat)
            }
        }
        State::WrapUp { .. } if has_passed(seat.absent_at(ctx.limits)) => {
            sign_out(seat, End::Absent, ctx.now)
        }
        State::WrapUp { .. } => applied(free(seat, ctx.now, ctx.now), Vec::new()),
        State::Paused { .. } => sign_out(seat, End::Absent, ctx.now),
        State::Offline { .. } => ignored(seat, Why::TooLate),
    }
}

/// The time to look at the lead is over. It is asked for once; whoever calls it says when the call has begun.
fn dial_offer(mut seat: Seat) -> Step {
    let Some(offer) = &mut seat.offer else {
        return ignored(seat, Why::NotYet);
    };
    offer.dial_at = None;
    let lead = offer.lead.clone();
    applied(seat, vec![Action::DialOffer { lead }])
}

/// One of the two is gone for good.
fn part(seat: Seat, call: CallId, callee_waits: bool, ctx: &Ctx<'_>) -> Step {
    let mut before = Vec::new();
    if callee_waits {
        before.push(Action::Apologise { call: call.clone() });
    }
    before.push(Action::HangUp { call: call.clone() });
    wrap_up(seat, call, before, ctx)
}

fn comfort(mut seat: Seat) -> Step {
    if let State::OnCall { comforted, .. } = &mut seat.state {
        *comforted = true;
    }
    applied(seat, vec![Action::Comfort])
}

fn phone_deadline(phone: Presence, limits: &Limits) -> Option<Timestamp> {
    Some(phone.lost_since()?.plus_ms(limits.phone_ms))
}
