//! The decision of a transfer.

use serde::{Deserialize, Serialize};

use super::deadline::on_deadline;
use super::event::{Action, Event};
use super::failure::{End, Failure};
use super::state::{Ctx, Kind, Phase, Side, Transfer, Whom};
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
    /// It cannot be followed as the transfer stands.
    Refused(Why),
}

/// Why an event had no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is so already.
    Repeated,
    /// The transfer is past that.
    TooLate,
    /// The third is not there yet, or not at the moment.
    NotYet,
}

/// The answer of the machine to one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The transfer afterwards.
    pub transfer: Transfer,
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// What the event did.
    pub effect: Effect,
}

/// Begins a transfer. The callee waits with music; a colleague who is to take them at once is given them.
#[must_use]
pub fn begin(kind: Kind, whom: Whom, now: Timestamp) -> Step {
    let (phase, actions) = match (kind, whom) {
        (Kind::Blind, Whom::Colleague) => (Phase::Handing, vec![Action::HandOver]),
        (Kind::Blind, Whom::Number) | (Kind::Warm, Whom::Colleague | Whom::Number) => {
            (Phase::Calling, vec![Action::HoldCallee, Action::CallThird])
        }
    };
    let transfer = Transfer {
        kind,
        whom,
        phase,
        since: now,
        began_at: now,
        third: Presence::Awaited,
    };
    applied(transfer, actions)
}

/// Answers one event.
#[must_use]
pub fn step(transfer: Transfer, event: Event, ctx: &Ctx<'_>) -> Step {
    match event {
        Event::ThirdRings => on_third_rings(transfer, ctx.now),
        Event::ThirdHere => on_third_here(transfer, ctx.now),
        Event::ThirdLost => on_third_lost(transfer, ctx.now),
        Event::ThirdGone { why } => on_third_gone(transfer, why, ctx.now),
        Event::HandedOver => on_handed_over(transfer, ctx.now),
        Event::CompleteAsked => on_complete_asked(transfer, ctx.now),
        Event::JoinAsked => on_join_asked(transfer, ctx.now),
        Event::SwapAsked => on_swap_asked(transfer, ctx.now),
        Event::CancelAsked => on_cancel_asked(transfer, ctx.now),
        Event::CalleeGone => given_up(transfer, Failure::CalleeLeft, ctx.now),
        Event::AgentGone => on_agent_gone(transfer, ctx.now),
        Event::DeadlinePassed => on_deadline(transfer, ctx),
        Event::Recovered => given_up(transfer, Failure::Restarted, ctx.now),
    }
}

fn on_third_rings(transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Calling => applied(moved(transfer, Phase::Ringing, now), Vec::new()),
        Phase::Ringing => ignored(transfer, Why::Repeated),
        Phase::Consulting { .. } | Phase::Joined | Phase::Handing | Phase::Over(_) => {
            ignored(transfer, Why::TooLate)
        }
    }
}

fn on_third_here(mut transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Calling | Phase::Ringing => {
            transfer.third = Presence::Here;
            match transfer.kind {
                Kind::Blind => applied(moved(transfer, Phase::Handing, now), vec![Action::HandOver]),
                Kind::Warm => {
                    let phase = Phase::Consulting { with: Side::Third };
                    applied(moved(transfer, phase, now), Vec::new())
                }
            }
        }
        Phase::Consulting { .. } | Phase::Joined => {
            if transfer.third.is_here() {
                return ignored(transfer, Why::Repeated);
            }
            transfer.third = Presence::Here;
            applied(transfer, Vec::new())
        }
        Phase::Handing | Phase::Over(_) => ignored(transfer, Why::TooLate),
    }
}

fn on_third_lost(mut transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Consulting { .. } | Phase::Joined if transfer.third.is_here() => {
            transfer.third = Presence::Lost { since: now };
            applied(transfer, Vec::new())
        }
        Phase::Consulting { .. } | Phase::Joined => ignored(transfer, Why::Repeated),
        Phase::Calling | Phase::Ringing => ignored(transfer, Why::NotYet),
        Phase::Handing | Phase::Over(_) => ignored(transfer, Why::TooLate),
    }
}

fn on_third_gone(transfer: Transfer, why: Failure, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Calling | Phase::Ringing | Phase::Consulting { .. } | Phase::Joined | Phase::Handing => {
            failed(transfer, why, vec![Action::LetThirdGo, Action::UnholdCallee], now)
        }
        Phase::Over(_) => ignored(transfer, Why::TooLate),
    }
}

/// Whatever was thought meanwhile: who has the callee has them, and the agent has not.
fn on_handed_over(transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Over(End::Completed) => ignored(transfer, Why::Repeated),
        Phase::Calling
        | Phase::Ringing
        | Phase::Consulting { .. }
        | Phase::Joined
        | Phase::Handing
        | Phase::Over(End::Cancelled | End::Failed(_)) => {
            let phase = Phase::Over(End::Completed);
            applied(moved(transfer, phase, now), vec![Action::FreeAgent])
        }
    }
}

fn on_complete_asked(mut transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        // The agent need not wait any longer: the callee goes over when the third answers.
        Phase::Calling | Phase::Ringing => {
            if std::mem::replace(&mut transfer.kind, Kind::Blind) == Kind::Blind {
                return ignored(transfer, Why::Repeated);
            }
            applied(transfer, Vec::new())
        }
        Phase::Consulting { .. } | Phase::Joined => {
            if !transfer.third.is_here() {
                return refused(transfer, Why::NotYet);
            }
            applied(moved(transfer, Phase::Handing, now), vec![Action::HandOver])
        }
        Phase::Handing | Phase::Over(End::Completed) => ignored(transfer, Why::Repeated),
        Phase::Over(End::Cancelled | End::Failed(_)) => refused(transfer, Why::TooLate),
    }
}

fn on_join_asked(transfer: Transfer, now: Timestamp) -> Step {
    let unhold = match &transfer.phase {
        Phase::Calling | Phase::Ringing => return refused(transfer, Why::NotYet),
        Phase::Consulting { with: Side::Third } => Action::UnholdCallee,
        Phase::Consulting { with: Side::Callee } => Action::UnholdThird,
        Phase::Joined => return ignored(transfer, Why::Repeated),
        Phase::Handing | Phase::Over(_) => return refused(transfer, Why::TooLate),
    };
    applied(moved(transfer, Phase::Joined, now), vec![unhold])
}

fn on_swap_asked(transfer: Transfer, now: Timestamp) -> Step {
    let (with, actions) = match &transfer.phase {
        Phase::Calling | Phase::Ringing => return refused(transfer, Why::NotYet),
        Phase::Consulting { with: Side::Third } => {
            (Side::Callee, vec![Action::HoldThird, Action::UnholdCallee])
        }
        Phase::Consulting { with: Side::Callee } => {
            (Side::Third, vec![Action::HoldCallee, Action::UnholdThird])
        }
        Phase::Joined => (Side::Third, vec![Action::HoldCallee]),
        Phase::Handing | Phase::Over(_) => return refused(transfer, Why::TooLate),
    };
    applied(moved(transfer, Phase::Consulting { with }, now), actions)
}

fn on_cancel_asked(transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Calling | Phase::Ringing | Phase::Consulting { .. } | Phase::Joined => {
            let actions = vec![Action::LetThirdGo, Action::UnholdCallee];
            applied(moved(transfer, Phase::Over(End::Cancelled), now), actions)
        }
        Phase::Over(End::Cancelled | End::Failed(_)) => ignored(transfer, Why::Repeated),
        Phase::Handing | Phase::Over(End::Completed) => refused(transfer, Why::TooLate),
    }
}

/// The callee is not left alone: with the third if they are there, else the seat says goodbye.
fn on_agent_gone(transfer: Transfer, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Consulting { .. } | Phase::Joined if transfer.third.is_here() => {
            applied(moved(transfer, Phase::Handing, now), vec![Action::HandOver])
        }
        Phase::Calling | Phase::Ringing | Phase::Consulting { .. } | Phase::Joined => {
            given_up(transfer, Failure::AgentLeft, now)
        }
        Phase::Handing => ignored(transfer, Why::Repeated),
        Phase::Over(_) => ignored(transfer, Why::TooLate),
    }
}

/// Nobody is left to come back to.
fn given_up(transfer: Transfer, why: Failure, now: Timestamp) -> Step {
    match &transfer.phase {
        Phase::Calling | Phase::Ringing | Phase::Consulting { .. } | Phase::Joined | Phase::Handing => {
            failed(transfer, why, vec![Action::LetThirdGo], now)
        }
        Phase::Over(_) => ignored(transfer, Why::TooLate),
    }
}

pub(super) fn failed(transfer: Transfer, why: Failure, actions: Vec<Action>, now: Timestamp) -> Step {
    applied(moved(transfer, Phase::Over(End::Failed(why)), now), actions)
}

fn moved(mut transfer: Transfer, phase: Phase, now: Timestamp) -> Transfer {
    transfer.phase = phase;
    transfer.since = now;
    transfer
}

fn applied(transfer: Transfer, actions: Vec<Action>) -> Step {
    Step {
        transfer,
        actions,
        effect: Effect::Applied,
    }
}

pub(super) fn ignored(transfer: Transfer, why: Why) -> Step {
    Step {
        transfer,
        actions: Vec::new(),
        effect: Effect::Ignored(why),
    }
}

fn refused(transfer: Transfer, why: Why) -> Step {
    Step {
        transfer,
        actions: Vec::new(),
        effect: Effect::Refused(why),
    }
}
