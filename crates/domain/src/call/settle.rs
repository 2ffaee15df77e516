//! The state and the outcome, read off the facts.

use super::event::LegStatus;
use super::facts::{Facts, Terminal};
use super::policy::{Ctx, Treatment};
use super::step::Call;
use super::{AmdVerdict, Outcome, State};

/// Moves the state up to what the facts say; never down, and an ended call only refines its outcome.
pub(super) fn settle(call: &mut Call, ctx: &Ctx<'_>) {
    let facts = &call.facts;
    let told = if facts.terminal.is_some() {
        State::Ended(outcome(facts, ctx))
    } else if facts.is_with_machine() {
        State::Voicemail
    } else if facts.was_talked() {
        State::Connected
    } else if facts.was_answered() {
        match ctx.policy.treatment {
            // A voice agent is on the line from the start.
            Treatment::Message | Treatment::VoiceAgent => State::Connected,
            Treatment::Agent => State::Waiting,
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
        if facts.was_talked() {
            return Outcome::Completed;
        }
        if facts.abandoned_at.is_some() {
            return Outcome::Abandoned;
        }
        return match facts.verdict {
            // The call may have been over when the verdict came, and then nothing was said after the beep.
            Some(AmdVerdict::MachineReady) if facts.message_spoken_at.is_some() => Outcome::VoicemailLeft,
            Some(AmdVerdict::Machine | AmdVerdict::MachineReady | AmdVerdict::Fax) => Outcome::Machine,
            Some(AmdVerdict::Human | AmdVerdict::Unknown | AmdVerdict::Screening) | None => {
                match ctx.policy.treatment {
                    Treatment::Agent => Outcome::Abandoned,
                    Treatment::Message | Treatment::VoiceAgent => Outcome::Completed,
                }
            }
        };
    }
    match &terminal.status {
        // Carriers differ in the word for a leg that we ended before anybody answered.
        LegStatus::Completed | LegStatus::NoAnswer if facts.is_to_end() => Outcome::Canceled,
        LegStatus::Completed => Outcome::Completed,
        LegStatus::Busy => Outcome::Busy,
        LegStatus::NoAnswer => Outcome::NoAnswer,
        // Not every carrier ends ringing by itself; then we do, and the callee has not answered.
        LegStatus::Canceled if rang_out(facts, terminal, ctx) => Outcome::NoAnswer,
        LegStatus::Canceled => Outcome::Canceled,
        LegStatus::Failed { .. } => Outcome::Failed,
        LegStatus::Queued | LegStatus::Initiated | LegStatus::Ringing | LegStatus::Answered => {
            Outcome::Unknown
        }
    }
}

/// Whether a leg rang as long as it was to ring, and nobody called it off.
fn rang_out(facts: &Facts, terminal: &Terminal, ctx: &Ctx<'_>) -> bool {
    let enough_ms = i64::from(ctx.policy.ring_timeout_s) * 1_000;
    let rang_ms = facts.ringing_at.map(|at| terminal.at.ms_since(at));
    !facts.is_to_end() && rang_ms.is_some_and(|rang_ms| rang_ms >= enough_ms)
}
