//! One event, one answer: the transition function of a call.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::event::{Event, LegStatus, Progress};
use super::facts::Facts;
use super::policy::{Ctx, OnMachine, Treatment};
use super::{AmdVerdict, CallFailure, Outcome, Retry, State};
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
        Event::Bridged => on_bridged(call, ctx),
        Event::Billed { cost } => {
            let mut call = call;
            if call.facts.cost.as_ref() == Some(&cost) {
                return ignored(call, Why::Repeated);
            }
            call.facts.cost = Some(cost);
            applied(call, Vec::new())
        }
        Event::HangUpRequested => on_hang_up_requested(call, ctx),
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

fn on_placed(mut call: Call, carrier_call_id: String, ctx: &Ctx<'_>) -> Step {
    if let Some(known) = &call.facts.carrier_call_id {
        if *known == carrier_call_id {
            return ignored(call, Why::Repeated);
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
            call.facts.carrier_call_id = Some(carrier_call_id.clone());
            adopt(&mut call, ctx);
            let before = call.state;
            settle(&mut call, ctx);
            let mut actions = arrival_actions(before, &call, ctx);
            if actions.is_empty() {
                actions.push(Action::SetDeadline {
                    at: quiet_deadline(&call, ctx),
                });
            }
            if call.facts.hang_up_requested_at.is_some() && call.state.is_live() {
                actions.push(Action::HangUp { carrier_call_id });
            }
            applied(call, actions)
        }
        State::Ended(_) => {
            // A leg nobody waits for any more: remember it, and make sure that it does not go on ringing.
            call.facts.carrier_call_id = Some(carrier_call_id.clone());
            let actions = if call.facts.terminal.is_some() {
                Vec::new()
            } else {
                vec![Action::HangUp { carrier_call_id }]
            };
            applied(call, actions)
        }
    }
}

fn on_place_refused(mut call: Call, failure: CallFailure, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => refused(call, Why::NotYet),
        State::Dialing | State::Unknown if call.facts.carrier_call_id.is_none() => {
            let again = failure.retry == Retry::Later
                && call.facts.claims < CLAIMS_MAX
                && call.facts.hang_up_requested_at.is_none();
            call.facts.failure = Some(failure);
            if again {
                call.state = State::Planned;
                call.facts.claimed_at = None;
                call.due_at = ctx.now.plus_ms(backoff_ms(call.facts.claims));
            } else if call.facts.hang_up_requested_at.is_some() {
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
fn on_fate_unknown(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => refused(call, Why::NotYet),
        State::Unknown => ignored(call, Why::Repeated),
        State::Dialing if call.facts.carrier_call_id.is_none() => {
            call.state = State::Unknown;
            let deadline = Action::SetDeadline {
                at: ctx.now.plus_ms(SEARCH_INTERVAL_MS),
            };
            applied(call, vec![Action::Search, deadline])
        }
        State::Dialing | State::Ringing | State::Waiting | State::Connected | State::Voicemail => {
            match call.facts.carrier_call_id.clone() {
                // The carrier has it: what happened while nobody listened is asked for.
                Some(carrier_call_id) => {
                    let deadline = Action::SetDeadline {
                        at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
                    };
                    applied(call, vec![Action::LookUp { carrier_call_id }, deadline])
                }
                None => {
                    let deadline = Action::SetDeadline {
                        at: ctx.now.plus_ms(SEARCH_INTERVAL_MS),
                    };
                    applied(call, vec![Action::Search, deadline])
                }
            }
        }
        State::Ended(_) => ignored(call, Why::TooLate),
    }
}

fn on_not_at_carrier(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned => refused(call, Why::NotYet),
        State::Dialing | State::Ringing | State::Waiting | State::Connected | State::Voicemail => {
            if call.facts.carrier_call_id.is_none() {
                return refused(call, Why::NotYet);
            }
            // The carrier forgot a leg that it had: nothing more can be learnt.
            call.state = State::Ended(Outcome::Unknown);
            applied(call, vec![Action::ClearDeadline])
        }
        State::Unknown => {
            let asked_for = call.facts.claimed_at.map_or(i64::MAX, |at| ctx.now.ms_since(at));
            if asked_for < ctx.reconcile_grace_ms {
                let deadline = Action::SetDeadline {
                    at: ctx.now.plus_ms(SEARCH_INTERVAL_MS),
                };
                return applied(call, vec![deadline]);
            }
            if call.facts.hang_up_requested_at.is_some() {
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
        State::Ended(_) => ignored(call, Why::TooLate),
    }
}

fn on_progress(mut call: Call, progress: &Progress, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned if call.facts.claims == 0 => return refused(call, Why::NotYet),
        State::Ended(Outcome::Blocked) => return refused(call, Why::OtherLeg),
        State::Planned
        | State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail
        | State::Ended(_) => {}
    }
    let before = call.clone();
    adopt(&mut call, ctx);
    call.facts.merge_progress(progress);
    settle(&mut call, ctx);
    finish(before, call, ctx)
}

fn on_verdict(mut call: Call, verdict: AmdVerdict, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned if call.facts.claims == 0 => return refused(call, Why::NotYet),
        State::Ended(Outcome::Blocked) => return refused(call, Why::OtherLeg),
        State::Planned
        | State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail
        | State::Ended(_) => {}
    }
    let before = call.clone();
    adopt(&mut call, ctx);
    call.facts.merge_verdict(verdict);
    settle(&mut call, ctx);
    finish(before, call, ctx)
}

fn on_bridged(mut call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
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
            let actions = match call.facts.carrier_call_id.clone() {
                Some(carrier_call_id) => vec![
                    Action::HangUp { carrier_call_id },
                    Action::SetDeadline {
                        at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
                    },
                ],
                None => Vec::new(),
            };
            applied(call, actions)
        }
        State::Ended(_) => ignored(call, Why::TooLate),
    }
}

fn on_deadline(call: Call, ctx: &Ctx<'_>) -> Step {
    match call.state {
        State::Planned | State::Ended(_) => ignored(call, Why::TooLate),
        State::Unknown => {
            let deadline = Action::SetDeadline {
                at: ctx.now.plus_ms(SEARCH_INTERVAL_MS),
            };
            applied(call, vec![Action::Search, deadline])
        }
        State::Dialing | State::Ringing | State::Waiting | State::Connected | State::Voicemail => {
            let overdue = over_limit(&call, ctx);
            let Some(carrier_call_id) = call.facts.carrier_call_id.clone() else {
                return on_fate_unknown(call, ctx);
            };
            let mut actions = Vec::new();
            if overdue || call.facts.hang_up_requested_at.is_some() {
                actions.push(Action::HangUp {
                    carrier_call_id: carrier_call_id.clone(),
                });
            }
            actions.push(Action::LookUp { carrier_call_id });
            actions.push(Action::SetDeadline {
                at: ctx.now.plus_ms(LOOK_UP_INTERVAL_MS),
            });
            applied(call, actions)
        }
    }
}

/// The carrier has this call after all: it was doubted, or even released to be dialled again.
fn adopt(call: &mut Call, ctx: &Ctx<'_>) {
    if matches!(call.state, State::Planned | State::Unknown) {
        call.state = State::Dialing;
        call.facts.claimed_at.get_or_insert(ctx.now);
    }
}

/// Whether the carrier should have ended this call by itself long ago.
fn over_limit(call: &Call, ctx: &Ctx<'_>) -> bool {
    let limit_ms = i64::from(ctx.policy.time_limit_s) * 1_000 + LIMIT_SLACK_MS;
    call.facts
        .answered_at
        .is_some_and(|at| ctx.now.ms_since(at) > limit_ms)
}

/// Moves the state up to what the facts say; never down, and an ended call only refines its outcome.
fn settle(call: &mut Call, ctx: &Ctx<'_>) {
    let facts = &call.facts;
    let told = if facts.terminal.is_some() {
        State::Ended(outcome(facts, ctx))
    } else if facts.verdict.is_some_and(AmdVerdict::is_machine) {
        State::Voicemail
    } else if facts.bridged_at.is_some() {
        State::Connected
    } else if facts.was_answered() {
        match ctx.policy.treatment {
            Treatment::Message => State::Connected,
            Treatment::Agent | Treatment::VoiceAgent => State::Waiting,
        }
    } else if facts.ringing_at.is_some() {
        State::Ringing
    } else {
        call.state
    };
    if told.rank() > call.state.rank() || matches!((call.state, told), (State::Ended(_), State::Ended(_))) {
        call.state = told;
    }
}

/// The outcome of an ended leg, from everything known of it.
fn outcome(facts: &Facts, ctx: &Ctx<'_>) -> Outcome {
    let Some(terminal) = &facts.terminal else {
        return Outcome::Unknown;
    };
    if facts.was_answered() {
        return match facts.verdict {
            Some(AmdVerdict::MachineReady) if ctx.policy.on_machine == OnMachine::LeaveMessage => {
                Outcome::VoicemailLeft
            }
            Some(AmdVerdict::Machine | AmdVerdict::MachineReady | AmdVerdict::Fax) => Outcome::Machine,
            Some(AmdVerdict::Human | AmdVerdict::Unknown | AmdVerdict::Screening) | None => {
                match ctx.policy.treatment {
                    Treatment::Agent | Treatment::VoiceAgent if facts.bridged_at.is_none() => {
                        Outcome::Abandoned
                    }
                    Treatment::Agent | Treatment::VoiceAgent | Treatment::Message => Outcome::Completed,
                }
            }
        };
    }
    match &terminal.status {
        // Carriers differ in the word for a leg that we ended before anybody answered.
        LegStatus::Completed | LegStatus::NoAnswer if facts.hang_up_requested_at.is_some() => {
            Outcome::Canceled
        }
        LegStatus::Completed => Outcome::Completed,
        LegStatus::Busy => Outcome::Busy,
        LegStatus::NoAnswer => Outcome::NoAnswer,
        LegStatus::Canceled => Outcome::Canceled,
        LegStatus::Failed { .. } => Outcome::Failed,
        LegStatus::Queued | LegStatus::Initiated | LegStatus::Ringing | LegStatus::Answered => {
            Outcome::Unknown
        }
    }
}

/// The answer to a report that was merged: what changed, and what follows.
fn finish(before: Call, call: Call, ctx: &Ctx<'_>) -> Step {
    if before == call {
        // Even an empty report shows that the leg lives, so the next look at it can wait its full time.
        return ignored(
            call,
            if before.state.is_live() {
                Why::Repeated
            } else {
                Why::TooLate
            },
        );
    }
    let mut actions = arrival_actions(before.state, &call, ctx);
    actions.extend(machine_actions(&before, &call, ctx));
    applied(call, actions)
}

/// What follows from arriving in a state.
fn arrival_actions(before: State, call: &Call, ctx: &Ctx<'_>) -> Vec<Action> {
    if before == call.state {
        return Vec::new();
    }
    match call.state {
        State::Ended(_) => {
            let mut actions = Vec::new();
            if !matches!(before, State::Ended(_)) {
                actions.push(Action::ClearDeadline);
                if let (Some(carrier_call_id), None) = (call.facts.carrier_call_id.clone(), &call.facts.cost)
                {
                    actions.push(Action::FetchCost { carrier_call_id });
                }
            }
            actions
        }
        State::Planned | State::Unknown => Vec::new(),
        State::Dialing | State::Ringing | State::Waiting | State::Connected | State::Voicemail => {
            vec![Action::SetDeadline {
                at: quiet_deadline(call, ctx),
            }]
        }
    }
}

/// What a machine's answer asks for, once per piece of news.
fn machine_actions(before: &Call, call: &Call, ctx: &Ctx<'_>) -> Vec<Action> {
    let news = before.facts.verdict != call.facts.verdict;
    let Some(carrier_call_id) = call.facts.carrier_call_id.clone() else {
        return Vec::new();
    };
    if !news || !call.state.is_live() {
        return Vec::new();
    }
    match (call.facts.verdict, ctx.policy.on_machine) {
        (Some(AmdVerdict::Fax), _)
        | (Some(AmdVerdict::Machine | AmdVerdict::MachineReady), OnMachine::HangUp) => {
            vec![Action::HangUp { carrier_call_id }]
        }
        (Some(AmdVerdict::MachineReady), OnMachine::LeaveMessage) => {
            vec![Action::SpeakMessage { carrier_call_id }]
        }
        (Some(AmdVerdict::Machine), OnMachine::LeaveMessage)
        | (Some(AmdVerdict::Human | AmdVerdict::Unknown | AmdVerdict::Screening) | None, _) => Vec::new(),
    }
}

/// When silence from the carrier becomes suspicious in this state.
fn quiet_deadline(call: &Call, ctx: &Ctx<'_>) -> Timestamp {
    let wait_ms = match call.state {
        State::Planned | State::Unknown | State::Ended(_) => SEARCH_INTERVAL_MS,
        State::Dialing => QUEUE_SILENCE_MS,
        State::Ringing => i64::from(ctx.policy.ring_timeout_s) * 1_000 + LIMIT_SLACK_MS,
        State::Waiting => LOOK_UP_INTERVAL_MS,
        State::Connected | State::Voicemail => {
            TALK_SILENCE_MS.min(i64::from(ctx.policy.time_limit_s) * 1_000 + LIMIT_SLACK_MS)
        }
    };
    ctx.now.plus_ms(wait_ms)
}

fn backoff_ms(claims: u32) -> i64 {
    let doublings = claims.saturating_sub(1).min(BACKOFF_DOUBLINGS_MAX);
    BACKOFF_FIRST_MS << doublings
}

fn applied(call: Call, actions: Vec<Action>) -> Step {
    Step {
        call,
        actions,
        effect: Effect::Applied,
    }
}

fn ignored(call: Call, why: Why) -> Step {
    Step {
        call,
        actions: Vec::new(),
        effect: Effect::Ignored(why),
    }
}

fn refused(call: Call, why: Why) -> Step {
    Step {
        call,
        actions: Vec::new(),
        effect: Effect::Refused(why),
    }
}

/// A create request answers within the HTTP client's time-out (15 s); after this its fate is unknown.
const PLACE_ANSWER_LIMIT_MS: i64 = 20_000;
/// How often a carrier is searched for a call whose fate is unknown.
const SEARCH_INTERVAL_MS: i64 = 1_000;
/// How often a carrier is asked about a leg that has gone quiet.
const LOOK_UP_INTERVAL_MS: i64 = 10_000;
/// A carrier that accepted a call but says nothing is asked after this long (its queue may be long).
const QUEUE_SILENCE_MS: i64 = 15_000;
/// An answered call is looked at this often even when its time limit is far off: final reports get lost.
const TALK_SILENCE_MS: i64 = 60_000;
/// Carriers may overrun a limit by a few seconds (Twilio adds up to 5 s to the ring time-out).
const LIMIT_SLACK_MS: i64 = 8_000;
/// A call is given up after this many claims that came to nothing.
const CLAIMS_MAX: u32 = 5;
/// First wait after a refusal that may pass; doubles with each.
const BACKOFF_FIRST_MS: i64 = 1_000;
const BACKOFF_DOUBLINGS_MAX: u32 = 6;
