//! Whether the carrier took the dial: the answer to the request, and the search when there is none.
//!
//! A dial whose fate is unknown is never repeated before the carrier was asked, and never at all once the
//! carrier has shown any sign of it.

use super::action::Action;
use super::deadline::{LOOK_UP_INTERVAL_MS, next_search, quiet_deadline};
use super::policy::Ctx;
use super::report::{arrival_actions, machine_actions, price_actions};
use super::settle::settle;
use super::step::{Call, Effect, Step, Why, applied, ignored, order_to_end, refused};
use super::{CallFailure, Outcome, Retry, State};

pub(super) fn on_placed(mut call: Call, carrier_call_id: String, ctx: &Ctx<'_>) -> Step {
    if let Some(known) = &call.facts.carrier_call_id {
        if *known == carrier_call_id {
            return ignored(call, Why::Repeated);
        }
        if call.facts.is_leg_of_host(&carrier_call_id) {
            // The same leg under the name that it had before.
            return ignored(call, Why::OtherLeg);
        }
        // A second leg of one call must never ring: whoever reports it, it is taken down.
        let actions = vec![Action::HangUp { carrier_call_id }];
        return Step {
            call,
            actions,
            effect: Effect::Ignored(Why::OtherLeg),
        };
    }
    match call.state {
        State::Planned if call.facts.claims == 0 => refused(call, Why::NotYet),
        State::Planned
        | State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail => {
            adopt(&mut call, ctx);
            call.facts.carrier_call_id = Some(carrier_call_id);
            let before = call.state;
            settle(&mut call, ctx);
            let mut actions = arrival_actions(before, &call, ctx);
            if actions.is_empty() {
                actions.push(Action::SetDeadline {
                    at: quiet_deadline(&call, ctx),
                });
            }
            // What was asked for while the leg had no name yet can be done now.
            match order_to_end(&call) {
                Some(order) => actions.push(order),
                None => actions.extend(machine_actions(&call, ctx)),
            }
            applied(call, actions)
        }
        State::Ended(_) => {
            call.facts.carrier_call_id = Some(carrier_call_id.clone());
            let action = if call.facts.terminal.is_some() {
                price_actions(&call)
            } else {
                // A leg nobody waits for any more: make sure that it does not go on ringing.
                Some(Action::HangUp { carrier_call_id })
            };
            applied(call, action.into_iter().collect())
        }
    }
}

pub(super) fn on_place_refused(mut call: Call, failure: CallFailure, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => refused(call, Why::NotYet),
        State::Dialing | State::Unknown if !is_at_carrier(&call) => {
            let again =
                failure.retry == Retry::Later && call.facts.claims < CLAIMS_MAX && !call.facts.is_to_end();
            call.facts.failure = Some(failure);
            call.facts.doubted_at = None;
            if again {
                call.state = State::Planned;
                call.facts.claimed_at = None;
                call.due_at = ctx.now.plus_ms(backoff_ms(call.facts.claims));
            } else if call.facts.is_to_end() {
                call.state = State::Ended(Outcome::Canceled);
            } else {
                call.state = State::Ended(Outcome::Failed);
            }
            applied(call, vec![Action::ClearDeadline])
        }
        State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail
        | State::Ended(_) => ignored(call, Why::TooLate),
    }
}

/// The dial's fate is not known: never dial again before the carrier has been asked.
pub(super) fn on_fate_unknown(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => refused(call, Why::NotYet),
        State::Unknown => ignored(call, Why::Repeated),
        State::Dialing | State::Ringing | State::Waiting | State::Connected | State::Voicemail => {
            // The carrier has it: what happened while nobody listened is asked for.
            if let Some(carrier_call_id) = call.facts.carrier_call_id.clone() {
                let deadline = Action::SetDeadline {
                    at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
                };
                return applied(call, vec![Action::LookUp { carrier_call_id }, deadline]);
            }
            if call.state == State::Dialing {
                call.state = State::Unknown;
            }
            call.facts.doubted_at.get_or_insert(ctx.now);
            let at = next_search(&call, ctx);
            applied(call, vec![Action::Search, Action::SetDeadline { at }])
        }
        State::Ended(_) => ignored(call, Why::TooLate),
    }
}

pub(super) fn on_not_at_carrier(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => return refused(call, Why::NotYet),
        State::Ended(_) => return ignored(call, Why::TooLate),
        State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail => {}
    }
    if call.facts.carrier_call_id.is_none() {
        let Some(doubted_at) = call.facts.doubted_at else {
            return refused(call, Why::NotYet);
        };
        // The request may have reached the carrier at the last moment before the doubt, and a carrier's list
        // lags behind its dialling: the grace runs from the doubt, not from the claim.
        if ctx.now.ms_since(doubted_at) < ctx.reconcile_grace_ms {
            let at = next_search(&call, ctx);
            return applied(call, vec![Action::SetDeadline { at }]);
        }
        call.facts.doubted_at = None;
    }
    if is_at_carrier(&call) {
        // The carrier forgot a leg that it had: nothing more can be learnt.
        call.state = State::Ended(Outcome::Unknown);
    } else if call.facts.is_to_end() {
        call.state = State::Ended(Outcome::Canceled);
    } else if call.facts.claims >= CLAIMS_MAX {
        call.state = State::Ended(Outcome::Unknown);
    } else {
        call.state = State::Planned;
        call.facts.claimed_at = None;
        call.due_at = ctx.now;
    }
    applied(call, vec![Action::ClearDeadline])
}

/// The carrier has this call after all: it was doubted, or even released to be dialled again.
pub(super) fn adopt(call: &mut Call, ctx: &Ctx<'_>) {
    call.facts.doubted_at = None;
    match call.state {
        State::Planned => {
            call.state = State::Dialing;
            call.facts.claimed_at.get_or_insert(ctx.now);
            // They told why it was not being dialled.
            call.facts.rule = None;
            call.facts.failure = None;
        }
        State::Unknown => call.state = State::Dialing,
        State::Dialing
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail
        | State::Ended(_) => {}
    }
}

/// Whether the carrier has shown that it took the dial, by a name for the leg or by a report on it.
fn is_at_carrier(call: &Call) -> bool {
    call.facts.carrier_call_id.is_some() || call.facts.reported
}

fn backoff_ms(claims: u32) -> i64 {
    let doublings = claims.saturating_sub(1).min(BACKOFF_DOUBLINGS_MAX);
    BACKOFF_FIRST_MS << doublings
}

/// A call is given up after this many claims that came to nothing.
const CLAIMS_MAX: u32 = 12;
/// First wait after a refusal that may pass; doubles with each.
const BACKOFF_FIRST_MS: i64 = 1_000;
const BACKOFF_DOUBLINGS_MAX: u32 = 6;
