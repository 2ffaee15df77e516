//! What a carrier reports of a leg: merged into the facts, in whatever order it arrives.

use super::action::Action;
use super::deadline::quiet_deadline;
use super::event::Progress;
use super::placing::adopt;
use super::policy::{Ctx, OnMachine};
use super::settle::settle;
use super::step::{Call, Effect, Step, Why, applied, ignored, refused};
use super::{AmdVerdict, State};

pub(super) fn on_progress(call: Call, progress: &Progress, ctx: &Ctx<'_>) -> Step {
    on_report(call, ctx, |call| call.facts.merge_progress(progress))
}

pub(super) fn on_verdict(call: Call, verdict: AmdVerdict, ctx: &Ctx<'_>) -> Step {
    on_report(call, ctx, |call| call.facts.merge_verdict(verdict))
}

/// What was taken for a talk was none: from here on a machine is on the line.
pub(super) fn on_taken_back(call: Call, verdict: AmdVerdict, ctx: &Ctx<'_>) -> Step {
    if !call.facts.was_answered() && call.facts.bridged_at.is_none() {
        return refused(call, Why::NotYet);
    }
    if call.facts.abandoned_at.is_some() || !verdict.is_machine() {
        return refused(call, Why::TooLate);
    }
    on_report(call, ctx, |call| {
        call.facts.taken_back_at.get_or_insert(ctx.now);
        call.facts.merge_verdict(verdict);
    })
}

/// Only what was spoken after the beep was left: a verdict alone says that a machine was ready to record.
pub(super) fn on_message_spoken(mut call: Call, ctx: &Ctx<'_>) -> Step {
    // The order to speak follows this verdict, which is stored before the order is given.
    if call.facts.verdict != Some(AmdVerdict::MachineReady) {
        return refused(call, Why::NotYet);
    }
    if call.facts.message_spoken_at.is_some() {
        return ignored(call, Why::Repeated);
    }
    call.facts.message_spoken_at = Some(ctx.now);
    settle(&mut call, ctx);
    applied(call, Vec::new())
}

fn on_report(mut call: Call, ctx: &Ctx<'_>, merge: impl FnOnce(&mut Call)) -> Step {
    // A call that was never claimed has no leg, so the report is meant for another.
    if call.facts.claims == 0 {
        let why = if call.state == State::Planned {
            Why::NotYet
        } else {
            Why::OtherLeg
        };
        return refused(call, why);
    }
    let before = call.clone();
    adopt(&mut call, ctx);
    merge(&mut call);
    settle(&mut call, ctx);
    if before == call {
        return no_news(call, ctx);
    }
    let mut actions = arrival_actions(before.state, &call, ctx);
    let is_news = before.facts.verdict != call.facts.verdict
        || before.facts.is_with_machine() != call.facts.is_with_machine();
    if is_news {
        actions.extend(machine_actions(&call, ctx));
    }
    if before.facts.terminal.is_none() && call.facts.terminal.is_some() {
        actions.extend(price_actions(&call));
    }
    applied(call, actions)
}

fn no_news(call: Call, ctx: &Ctx<'_>) -> Step {
    if !call.state.is_live() {
        return ignored(call, Why::TooLate);
    }
    // Even an empty report shows that the leg lives, so the next look at it can wait its full time.
    let actions = vec![Action::SetDeadline {
        at: quiet_deadline(&call, ctx),
    }];
    Step {
        call,
        actions,
        effect: Effect::Ignored(Why::Repeated),
    }
}

/// What follows from arriving in a state.
pub(super) fn arrival_actions(before: State, call: &Call, ctx: &Ctx<'_>) -> Vec<Action> {
    if before == call.state {
        return Vec::new();
    }
    match call.state {
        State::Ended(_) if matches!(before, State::Ended(_)) => Vec::new(),
        State::Ended(_) => vec![Action::ClearDeadline],
        State::Planned | State::Unknown => Vec::new(),
        State::Dialing | State::Ringing | State::Waiting | State::Connected | State::Voicemail => {
            vec![Action::SetDeadline {
                at: quiet_deadline(call, ctx),
            }]
        }
    }
}

/// The price of a leg is asked for once it has both a name and an end.
pub(super) fn price_actions(call: &Call) -> Option<Action> {
    match (&call.facts.carrier_call_id, &call.facts.cost) {
        (Some(carrier_call_id), None) => Some(Action::FetchCost {
            carrier_call_id: carrier_call_id.clone(),
        }),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// What a machine's answer asks for, once per piece of news.
pub(super) fn machine_actions(call: &Call, ctx: &Ctx<'_>) -> Vec<Action> {
    let Some(carrier_call_id) = call.facts.carrier_call_id.clone() else {
        return Vec::new();
    };
    // A leg that is being taken down needs no further order.
    if !call.state.is_live() || call.facts.hang_up_requested_at.is_some() || !call.facts.is_with_machine() {
        return Vec::new();
    }
    if machine_is_to_go(call, ctx) {
        return vec![Action::HangUp { carrier_call_id }];
    }
    match call.facts.verdict {
        Some(AmdVerdict::MachineReady) => vec![Action::SpeakMessage { carrier_call_id }],
        Some(
            AmdVerdict::Machine
            | AmdVerdict::Fax
            | AmdVerdict::Human
            | AmdVerdict::Unknown
            | AmdVerdict::Screening,
        )
        | None => Vec::new(),
    }
}

/// Whether what answered is a machine that gets no message.
pub(super) fn machine_is_to_go(call: &Call, ctx: &Ctx<'_>) -> bool {
    if !call.facts.is_with_machine() {
        return false;
    }
    match call.facts.verdict {
        Some(AmdVerdict::Fax) => true,
        Some(AmdVerdict::Machine | AmdVerdict::MachineReady) => ctx.policy.on_machine == OnMachine::HangUp,
        Some(AmdVerdict::Human | AmdVerdict::Unknown | AmdVerdict::Screening) | None => false,
    }
}
