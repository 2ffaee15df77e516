//! The decision of a phone.

use serde::{Deserialize, Serialize};

use super::state::{Ctx, Handset, Need, Phase, Problem};

/// What can happen to a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// It rings.
    Rings,
    /// Its audio is in.
    Here,
    /// Its call is over, or came to nothing.
    Over {
        /// Why.
        why: Problem,
    },
    /// The agent wants it rung.
    RingAsked,
    /// The time of [`Handset::deadline`] has come.
    DeadlinePassed,
}

/// What a phone asks its shell to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Ring it.
    Ring,
}

/// The answer of the machine to one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The phone afterwards.
    pub handset: Handset,
    /// What to do.
    pub action: Option<Action>,
}

/// A phone is rung for the first time.
#[must_use]
pub fn begin() -> Step {
    rung(0)
}

/// Answers one event. What comes late or twice changes nothing.
#[must_use]
pub fn step(handset: Handset, event: Event, ctx: &Ctx) -> Step {
    match event {
        Event::Rings => match &handset.phase {
            Phase::Calling => moved(handset.tries, Phase::Ringing),
            Phase::Ringing | Phase::Here | Phase::Waiting { .. } | Phase::Gone { .. } => same(handset),
        },
        Event::Here => match &handset.phase {
            Phase::Calling | Phase::Ringing => moved(0, Phase::Here),
            Phase::Here | Phase::Waiting { .. } | Phase::Gone { .. } => same(handset),
        },
        Event::Over { why } => on_over(handset, why, ctx),
        Event::RingAsked => match &handset.phase {
            Phase::Waiting { .. } | Phase::Gone { .. } => rung(0),
            Phase::Calling | Phase::Ringing | Phase::Here => same(handset),
        },
        Event::DeadlinePassed => match &handset.phase {
            Phase::Waiting { until } if *until <= ctx.now => rung(handset.tries + 1),
            Phase::Waiting { .. } | Phase::Calling | Phase::Ringing | Phase::Here | Phase::Gone { .. } => {
                same(handset)
            }
        },
    }
}

fn on_over(handset: Handset, why: Problem, ctx: &Ctx) -> Step {
    let is_worth_it = match &handset.phase {
        Phase::Here => true,
        // It was rung by itself after it had dropped: the next wait is longer, until there is none.
        Phase::Calling | Phase::Ringing => handset.tries > 0,
        Phase::Waiting { .. } | Phase::Gone { .. } => return same(handset),
    };
    let wait = usize::try_from(handset.tries)
        .ok()
        .and_then(|tries| WAITS_MS.get(tries));
    match (wait, ctx.need) {
        (Some(wait), Need::Needed) if is_worth_it => {
            let until = ctx.now.plus_ms(*wait);
            moved(handset.tries, Phase::Waiting { until })
        }
        (Some(_) | None, Need::Needed | Need::Idle) => moved(0, Phase::Gone { why }),
    }
}

fn rung(tries: u32) -> Step {
    Step {
        handset: Handset {
            phase: Phase::Calling,
            tries,
        },
        action: Some(Action::Ring),
    }
}

fn moved(tries: u32, phase: Phase) -> Step {
    Step {
        handset: Handset { phase, tries },
        action: None,
    }
}

fn same(handset: Handset) -> Step {
    Step {
        handset,
        action: None,
    }
}

/// The first wait is short, because a callee may be listening; whoever does not pick up twice is likely away.
pub(super) const WAITS_MS: [i64; 3] = [1_000, 5_000, 15_000];
