//! One event, one answer.

use super::super::TakenFor;
use super::{Action, By, Ctx, End, Event, Waiting};
use crate::call::AmdVerdict;

/// The answer of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state afterwards.
    pub state: Waiting,
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// What the event did.
    pub effect: Effect,
}

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It changed something.
    Applied,
    /// It changed nothing.
    Ignored(Why),
}

/// Why an event changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The same was known already.
    Repeated,
    /// It is decided.
    TooLate,
    /// Nothing waits for this.
    NotYet,
    /// It tells nothing for certain.
    Unsure,
}

/// Answers one event.
#[must_use]
pub fn step(state: Waiting, event: Event, ctx: &Ctx) -> Step {
    match state {
        Waiting::Unanswered => unanswered(event, ctx),
        Waiting::Judging { audio, .. } => judging(state, audio, event, ctx),
        Waiting::Wanting { until, audio } => wanting(state, until, audio, event, ctx),
        Waiting::Ended(end) => ended(end, event, ctx),
    }
}

fn unanswered(event: Event, ctx: &Ctx) -> Step {
    match event {
        Event::Answered => picked_up(false, ctx),
        Event::AudioHere => picked_up(true, ctx),
        // A verdict is proof of an answer whose report was lost or is late.
        Event::Verdict { verdict, by } => {
            let judging = picked_up(false, ctx);
            match judging.state {
                Waiting::Judging { .. } => {
                    let judged = judge(judging.state, false, verdict, by, ctx);
                    if judged.effect == Effect::Applied {
                        judged
                    } else {
                        judging
                    }
                }
                Waiting::Wanting { .. } if ctx.at_once && verdict.is_machine() => machine(verdict, by),
                Waiting::Wanting { .. } | Waiting::Unanswered | Waiting::Ended(_) => judging,
            }
        }
        Event::Ended => end(End::Gone, Vec::new()),
        Event::SeatTook | Event::SeatReady | Event::DeadlinePassed => {
            ignored(Waiting::Unanswered, Why::NotYet)
        }
    }
}

/// Where an answer leads before anybody has judged it.
fn picked_up(audio: bool, ctx: &Ctx) -> Step {
    if !ctx.judges() {
        return want(audio, ctx);
    }
    let until = ctx.now.plus_ms(ctx.verdict_limit_ms);
    Step {
        state: Waiting::Judging { until, audio },
        actions: vec![Action::SetDeadline { at: until }],
        effect: Effect::Applied,
    }
}

fn judging(state: Waiting, audio: bool, event: Event, ctx: &Ctx) -> Step {
    match event {
        Event::Answered => ignored(state, Why::Repeated),
        Event::AudioHere => with_audio(state, ctx),
        Event::Verdict { verdict, by } => judge(state, audio, verdict, by, ctx),
        Event::DeadlinePassed => match state.deadline() {
            Some(until) if until <= ctx.now => unknown(audio, ctx),
            Some(_) | None => ignored(state, Why::NotYet),
        },
        Event::Ended => end(End::Gone, Vec::new()),
        Event::SeatTook | Event::SeatReady => ignored(state, Why::NotYet),
    }
}

/// The first verdict that is sure decides.
fn judge(state: Waiting, audio: bool, verdict: AmdVerdict, by: By, ctx: &Ctx) -> Step {
    match verdict {
        AmdVerdict::Human | AmdVerdict::Screening => want(audio, ctx),
        AmdVerdict::Machine | AmdVerdict::MachineReady | AmdVerdict::Fax => machine(verdict, by),
        AmdVerdict::Unknown => match by {
            // The carrier has given up; our own detector goes on listening.
            By::Carrier => unknown(audio, ctx),
            By::Own | By::Agent => ignored(state, Why::Unsure),
        },
    }
}

fn unknown(audio: bool, ctx: &Ctx) -> Step {
    match ctx.unknown {
        TakenFor::Human => want(audio, ctx),
        TakenFor::Machine => {
            let verdict = AmdVerdict::Machine;
            end(End::Machine, vec![Action::CallMachine { verdict }])
        }
    }
}

fn machine(verdict: AmdVerdict, by: By) -> Step {
    match by {
        By::Own | By::Agent => end(End::Machine, vec![Action::CallMachine { verdict }]),
        // The call has heard it from the carrier itself.
        By::Carrier => end(End::Machine, Vec::new()),
    }
}

fn taken_back(verdict: AmdVerdict) -> Step {
    end(End::Machine, vec![Action::TakeBack { verdict }])
}

fn want(audio: bool, ctx: &Ctx) -> Step {
    // Where nobody judges first, the audio may be on its way still: the wait is for that, and then for a seat.
    let way_ms = if audio || ctx.judges() {
        0
    } else {
        ctx.verdict_limit_ms
    };
    let until = ctx.now.plus_ms(way_ms + ctx.wait_limit_ms);
    let mut actions = vec![Action::SetDeadline { at: until }];
    if audio {
        actions.push(Action::AskSeat);
    }
    Step {
        state: Waiting::Wanting { until, audio },
        actions,
        effect: Effect::Applied,
    }
}

fn wanting(state: Waiting, until: crate::Timestamp, audio: bool, event: Event, ctx: &Ctx) -> Step {
    match event {
        Event::Answered => ignored(state, Why::Repeated),
        Event::AudioHere => with_audio(state, ctx),
        // Nobody is with them yet, so a second opinion costs nothing and saves an agent a machine.
        Event::Verdict { verdict, by } if verdict.is_machine() => machine(verdict, by),
        Event::Verdict { .. } => ignored(state, Why::Repeated),
        Event::SeatTook => end(End::Served, Vec::new()),
        Event::SeatReady if audio => Step {
            state,
            actions: vec![Action::AskSeat],
            effect: Effect::Applied,
        },
        Event::SeatReady => ignored(state, Why::NotYet),
        Event::DeadlinePassed if until <= ctx.now => end(End::Abandoned, vec![Action::Abandon]),
        Event::DeadlinePassed => ignored(state, Why::NotYet),
        Event::Ended => end(End::Gone, Vec::new()),
    }
}

fn ended(by: End, event: Event, ctx: &Ctx) -> Step {
    if let Event::Verdict { verdict, by: from } = event
        && verdict.is_machine()
    {
        match (by, from) {
            // The agent says so after having listened: the greeting need not be waited for.
            (End::Served, By::Agent) => return taken_back(AmdVerdict::MachineReady),
            (End::Served, By::Own | By::Carrier) if ctx.at_once => return taken_back(verdict),
            // The machine that was recognised is ready for its message now.
            (End::Machine, By::Own) if verdict == AmdVerdict::MachineReady => {
                return Step {
                    state: Waiting::Ended(by),
                    actions: vec![Action::CallMachine { verdict }],
                    effect: Effect::Applied,
                };
            }
            (End::Served | End::Machine | End::Abandoned | End::Gone, _) => {}
        }
    }
    let why = match event {
        Event::Answered | Event::AudioHere | Event::Verdict { .. } => Why::TooLate,
        Event::SeatTook if by == End::Served => Why::Repeated,
        Event::SeatTook | Event::SeatReady | Event::DeadlinePassed | Event::Ended => Why::TooLate,
    };
    ignored(Waiting::Ended(by), why)
}

fn with_audio(state: Waiting, ctx: &Ctx) -> Step {
    match state {
        Waiting::Judging { until, audio: false } => Step {
            state: Waiting::Judging { until, audio: true },
            actions: Vec::new(),
            effect: Effect::Applied,
        },
        Waiting::Wanting { audio: false, .. } if !ctx.judges() => want(true, ctx),
        Waiting::Wanting { until, audio: false } => Step {
            state: Waiting::Wanting { until, audio: true },
            actions: vec![Action::AskSeat],
            effect: Effect::Applied,
        },
        Waiting::Judging { .. } | Waiting::Wanting { .. } => ignored(state, Why::Repeated),
        Waiting::Unanswered | Waiting::Ended(_) => ignored(state, Why::NotYet),
    }
}

fn end(by: End, actions: Vec<Action>) -> Step {
    Step {
        state: Waiting::Ended(by),
        actions,
        effect: Effect::Applied,
    }
}

fn ignored(state: Waiting, why: Why) -> Step {
    Step {
        state,
        actions: Vec::new(),
        effect: Effect::Ignored(why),
    }
}
