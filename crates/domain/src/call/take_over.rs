//! A leg that is taken off the host of a voice agent, so that a person can talk with the callee.
//!
//! The host placed it on the lines of another carrier. It is one leg with two names: from the moment before it is redirected
//! the call has it under the name of that carrier, whose word for its end counts, also when nothing came of the redirection
//! and a crash kept everybody from saying so.

use super::State;
use super::action::Action;
use super::deadline::{LOOK_UP_INTERVAL_MS, quiet_deadline};
use super::facts::LegAt;
use super::policy::Ctx;
use super::step::{Call, Step, Why, applied, ignored, refused};
use crate::ids::CarrierAccountId;

pub(super) fn on_taken_over(mut call: Call, to: LegAt, from: CarrierAccountId, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned | State::Unknown => return refused(call, Why::NotYet),
        State::Voicemail | State::Ended(_) => return refused(call, Why::TooLate),
        State::Dialing | State::Ringing | State::Waiting | State::Connected => {}
    }
    let Some(leg) = call.facts.carrier_call_id.clone() else {
        return refused(call, Why::NotYet);
    };
    if call.facts.hang_up_requested_at.is_some() {
        return refused(call, Why::TooLate);
    }
    if call.facts.host.is_some() {
        return match leg == to.leg {
            true => ignored(call, Why::Repeated),
            false => refused(call, Why::OtherLeg),
        };
    }
    call.facts.host = Some(LegAt { account: from, leg });
    call.facts.carrier_call_id = Some(to.leg.clone());
    let mut actions = Vec::new();
    if call.facts.answered_at.is_none() {
        // The host's report of the answer was lost, and none of its reports counts any more.
        actions.push(Action::LookUp {
            carrier_call_id: to.leg,
        });
    }
    actions.push(Action::SetDeadline {
        at: quiet_deadline(&call, ctx),
    });
    applied(call, actions)
}

/// What the host said meanwhile was not believed, so it is asked.
pub(super) fn on_given_back(mut call: Call, ctx: &Ctx<'_>) -> Step {
    if let State::Ended(_) = call.state {
        return ignored(call, Why::TooLate);
    }
    let Some(host) = call.facts.host.take() else {
        return ignored(call, Why::Repeated);
    };
    call.facts.carrier_call_id = Some(host.leg.clone());
    let actions = vec![
        Action::LookUp {
            carrier_call_id: host.leg,
        },
        Action::SetDeadline {
            at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
        },
    ];
    applied(call, actions)
}
