//! One event, one answer: the transition function of a call.
//!
//! What the dialler and people do is answered here; the other files of this folder answer what a carrier does.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::deadline::{LOOK_UP_INTERVAL_MS, PLACE_ANSWER_LIMIT_MS, on_deadline};
use super::event::Event;
use super::facts::{Cost, Facts};
use super::placing::{on_fate_unknown, on_not_at_carrier, on_place_refused, on_placed};
use super::policy::Ctx;
use super::report::{on_message_spoken, on_progress, on_taken_back, on_verdict};
use super::take_over::{on_given_back, on_taken_over};
use super::{Outcome, State};
use crate::time::Timestamp;

/// A call as the machine sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Where it stands.
    pub state: State,
    /// When it may be dialled (while planned).
    pub due_at: Timestamp,
    /// What is known of it.
    pub facts: Facts,
}

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "effect", content = "why")]
pub enum Effect {
    /// It changed the state or what is known.
    Applied,
    /// It told nothing new: late or repeated.
    Ignored(Why),
    /// It makes no sense in this state.
    Refused(Why),
}

/// Why an event had no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The same was reported before.
    Repeated,
    /// The call is past that.
    TooLate,
    /// The call is not there yet, so the sender is mistaken.
    NotYet,
    /// The report is about another leg.
    OtherLeg,
}

/// The answer of the machine to one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The call afterwards.
    pub call: Call,
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// What the event did.
    pub effect: Effect,
}

impl Call {
    /// A call that may be dialled from `due_at` on.
    #[must_use]
    pub fn planned(due_at: Timestamp) -> Self {
        Self {
            state: State::Planned,
            due_at,
            facts: Facts::default(),
        }
    }
}

/// Answers one event.
#[must_use]
pub fn step(call: Call, event: Event, ctx: &Ctx<'_>) -> Step {
    match event {
        Event::Claimed => on_claimed(call, ctx),
        Event::Blocked { rule } => on_blocked(call, rule),
        Event::Postponed { until, rule } => on_postponed(call, until, rule),
        Event::Placed { carrier_call_id } => on_placed(call, carrier_call_id, ctx),
        Event::PlaceRefused { failure } => on_place_refused(call, failure, ctx),
        Event::PlaceUncertain { why: _ } | Event::Recovered => on_fate_unknown(call, ctx),
        Event::NotAtCarrier => on_not_at_carrier(call, ctx),
        Event::Progress(progress) => on_progress(call, &progress, ctx),
        Event::Verdict { verdict } => on_verdict(call, verdict, ctx),
        Event::MessageSpoken => on_message_spoken(call, ctx),
        Event::Bridged => on_bridged(call, ctx),
        Event::TakenBack { verdict } => on_taken_back(call, verdict, ctx),
        Event::Abandoned => on_abandoned(call, ctx),
        Event::TakenOver { to, from } => on_taken_over(call, to, from, ctx),
        Event::GivenBack => on_given_back(call, ctx),
        Event::Billed { cost } => on_billed(call, cost),
        Event::HangUpRequested => on_hang_up_requested(call, ctx),
        Event::CalledOff => on_called_off(call, ctx),
        Event::DeadlinePassed => on_deadline(call, ctx),
    }
}

fn on_claimed(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => {
            call.state = State::Dialing;
            call.facts.claimed_at = Some(ctx.now);
            call.facts.claims += 1;
            call.facts.rule = None;
            call.facts.failure = None;
            let deadline = Action::SetDeadline {
                at: ctx.now.plus_ms(PLACE_ANSWER_LIMIT_MS),
            };
            applied(call, vec![Action::Place, deadline])
        }
        State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail
        | State::Ended(_) => refused(call, Why::TooLate),
    }
}

fn on_blocked(mut call: Call, rule: String) -> Step {
    if call.state != State::Planned {
        return refused(call, Why::TooLate);
    }
    call.state = State::Ended(Outcome::Blocked);
    call.facts.rule = Some(rule);
    applied(call, vec![Action::ClearDeadline])
}

fn on_postponed(mut call: Call, until: Timestamp, rule: String) -> Step {
    if call.state != State::Planned {
        return refused(call, Why::TooLate);
    }
    if call.due_at == until && call.facts.rule.as_deref() == Some(rule.as_str()) {
        return ignored(call, Why::Repeated);
    }
    call.due_at = until;
    call.facts.rule = Some(rule);
    applied(call, Vec::new())
}

fn on_bridged(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Waiting if call.facts.abandoned_at.is_some() => refused(call, Why::TooLate),
        State::Waiting => {
            call.facts.bridged_at = Some(ctx.now);
            call.state = State::Connected;
            applied(call, Vec::new())
        }
        State::Connected => ignored(call, Why::Repeated),
        State::Planned | State::Dialing | State::Unknown | State::Ringing => refused(call, Why::NotYet),
        State::Voicemail | State::Ended(_) => refused(call, Why::TooLate),
    }
}

fn on_abandoned(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Waiting if call.facts.abandoned_at.is_some() => ignored(call, Why::Repeated),
        State::Waiting => {
            call.facts.abandoned_at = Some(ctx.now);
            let mut actions = vec![Action::SetDeadline {
                at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
            }];
            if let Some(carrier_call_id) = call.facts.carrier_call_id.clone() {
                actions.push(Action::SpeakSafeHarbour { carrier_call_id });
            }
            applied(call, actions)
        }
        State::Planned | State::Dialing | State::Unknown | State::Ringing => refused(call, Why::NotYet),
        State::Connected | State::Voicemail | State::Ended(_) => refused(call, Why::TooLate),
    }
}

fn on_billed(mut call: Call, cost: Cost) -> Step {
    if call.facts.claims == 0 {
        return refused(call, Why::NotYet);
    }
    if call.facts.cost.as_ref() == Some(&cost) {
        return ignored(call, Why::Repeated);
    }
    call.facts.cost = Some(cost);
    applied(call, Vec::new())
}

/// Unlike a request to hang up, this leaves alone whoever has answered, also where only the carrier knows of the answer.
fn on_called_off(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => {
            call.state = State::Ended(Outcome::Canceled);
            call.facts.called_off_at = Some(ctx.now);
            applied(call, vec![Action::ClearDeadline])
        }
        State::Dialing | State::Unknown | State::Ringing => {
            if call.facts.is_to_end() {
                return ignored(call, Why::Repeated);
            }
            call.facts.called_off_at = Some(ctx.now);
            let actions = end_actions(&call, ctx);
            applied(call, actions)
        }
        State::Waiting | State::Connected | State::Voicemail | State::Ended(_) => ignored(call, Why::TooLate),
    }
}

/// What is asked of the carrier while the end of a leg is wanted; the order may be repeated, as an earlier one may be lost.
pub(super) fn order_to_end(call: &Call) -> Option<Action> {
    let carrier_call_id = call.facts.carrier_call_id.clone()?;
    if call.facts.hang_up_requested_at.is_some() {
        return Some(Action::HangUp { carrier_call_id });
    }
    call.facts
        .is_to_end()
        .then_some(Action::CallOff { carrier_call_id })
}

/// The order, and the deadline by which its success is looked at; nothing while the leg has no name.
fn end_actions(call: &Call, ctx: &Ctx<'_>) -> Vec<Action> {
    match order_to_end(call) {
        Some(order) => vec![
            order,
            Action::SetDeadline {
                at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
            },
        ],
        None => Vec::new(),
    }
}

fn on_hang_up_requested(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => {
            call.state = State::Ended(Outcome::Canceled);
            call.facts.hang_up_requested_at = Some(ctx.now);
            applied(call, vec![Action::ClearDeadline])
        }
        State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail => {
            // A repeated request asks the carrier again: the first order may have been lost.
            call.facts.hang_up_requested_at.get_or_insert(ctx.now);
            let actions = end_actions(&call, ctx);
            applied(call, actions)
        }
        State::Ended(_) => ignored(call, Why::TooLate),
    }
}

pub(super) fn applied(call: Call, actions: Vec<Action>) -> Step {
    Step {
        call,
        actions,
        effect: Effect::Applied,
    }
}

pub(super) fn ignored(call: Call, why: Why) -> Step {
    Step {
        call,
        actions: Vec::new(),
        effect: Effect::Ignored(why),
    }
}

pub(super) fn refused(call: Call, why: Why) -> Step {
    Step {
        call,
        actions: Vec::new(),
        effect: Effect::Refused(why),
    }
}
