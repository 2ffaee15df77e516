//! The machine of a lead: what its calls and its agents do to where it stands.

use super::{Disposed, LeadResult, LeadStatus, Resolution, Standing};
use crate::Timestamp;
use crate::call::Outcome;
use crate::ids::CallId;

/// What happened to a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeadEvent {
    /// A call to it was taken for dialling.
    Claimed {
        /// The call.
        call: CallId,
        /// When.
        at: Timestamp,
    },
    /// A call to it ended, or its outcome became known better.
    CallEnded {
        /// The call.
        call: CallId,
        /// How it ended.
        outcome: Outcome,
    },
    /// A call to it was given back undialled: the carrier surely never had it.
    Released {
        /// The call.
        call: CallId,
    },
    /// Somebody said what came of it, or agreed on a time to call again.
    Disposed {
        /// The call that this is about; absent when it is about the lead itself.
        call: Option<CallId>,
        /// What came of it.
        said: Said,
        /// When to call again; no time is agreed when absent.
        callback_at: Option<Timestamp>,
    },
    /// It is decided what came of a call that no agent disposed of, or a person says so of the lead itself.
    Settled {
        /// The call; absent when a person says it.
        call: Option<CallId>,
        /// How the call ended, when it has.
        outcome: Option<Outcome>,
        /// What came of it.
        result: LeadResult,
    },
    /// Somebody wants it to be called as if nothing had been agreed.
    Reopened,
}

/// What is said of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing new: what was said before holds.
    AsBefore,
    /// This.
    Now(Disposed),
    /// What was said before is taken back.
    TakenBack,
}

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadEffect {
    /// The lead stands as the answer says.
    Applied,
    /// It is about a call before the last one, so the lead stands as before.
    OlderCall,
}

/// Where a lead stands after an event; an event that repeats itself changes nothing.
#[must_use]
pub fn step(standing: Standing, event: LeadEvent) -> (Standing, LeadEffect) {
    match event {
        LeadEvent::Claimed { call, at } => claimed(standing, call, at),
        LeadEvent::CallEnded { call, outcome } => {
            of_last_call(standing, &call, |standing| standing.last_outcome = Some(outcome))
        }
        LeadEvent::Released { call } => of_last_call(standing, &call, |_| {}),
        LeadEvent::Disposed {
            call,
            said,
            callback_at,
        } => say(standing, call.as_ref(), said, callback_at),
        LeadEvent::Settled {
            call,
            outcome,
            result,
        } => settled(standing, call.as_ref(), outcome, result),
        LeadEvent::Reopened => (reopened(standing), LeadEffect::Applied),
    }
}

/// A call counts as an attempt once, however often it is claimed. What was agreed before holds until something
/// else is said: a call that nobody answers must not lose a promised callback.
fn claimed(mut standing: Standing, call: CallId, at: Timestamp) -> (Standing, LeadEffect) {
    if standing.last_call_id.as_ref() != Some(&call) {
        standing.call_attempts = standing.call_attempts.saturating_add(1);
    }
    standing.status = LeadStatus::Calling;
    standing.last_called_at = Some(at);
    standing.last_call_id = Some(call);
    standing.last_outcome = None;
    (standing, LeadEffect::Applied)
}

/// A call that is under way decides itself where the lead stands when it ends.
fn reopened(mut standing: Standing) -> Standing {
    standing.disposed = None;
    standing.callback_at = None;
    standing.result = None;
    if standing.status != LeadStatus::Calling {
        standing.status = LeadStatus::New;
    }
    standing
}

fn of_last_call(
    mut standing: Standing,
    call: &CallId,
    change: impl FnOnce(&mut Standing),
) -> (Standing, LeadEffect) {
    if standing.last_call_id.as_ref() != Some(call) {
        return (standing, LeadEffect::OlderCall);
    }
    change(&mut standing);
    standing.status = standing.at_rest();
    (standing, LeadEffect::Applied)
}

/// What was agreed in a talk holds; an attempt that reached nobody changes nothing of what was agreed before. A time to
/// call again is kept when it was agreed beforehand.
fn settled(
    mut standing: Standing,
    call: Option<&CallId>,
    outcome: Option<Outcome>,
    result: LeadResult,
) -> (Standing, LeadEffect) {
    if call.is_some() && standing.last_call_id.as_ref() != call {
        return (standing, LeadEffect::OlderCall);
    }
    if call.is_none() && standing.status == LeadStatus::Calling {
        // The call that is under way decides.
        return (standing, LeadEffect::OlderCall);
    }
    standing.result = Some(result);
    standing.last_outcome = outcome.or(standing.last_outcome);
    if let Some(resolution) = resolution(result) {
        if resolution != Resolution::Callback {
            standing.callback_at = None;
        }
        standing.disposed = Some(Disposed {
            code: result.as_str().to_owned(),
            resolution,
        });
    }
    standing.status = standing.at_rest();
    (standing, LeadEffect::Applied)
}

/// What a talk means for its lead; nothing when there was none.
fn resolution(result: LeadResult) -> Option<Resolution> {
    match result {
        LeadResult::Scheduled | LeadResult::NotInterested | LeadResult::DoNotCall => Some(Resolution::Closed),
        LeadResult::Callback => Some(Resolution::Callback),
        LeadResult::Talked => Some(Resolution::Open),
        LeadResult::NoAnswer
        | LeadResult::Voicemail
        | LeadResult::Busy
        | LeadResult::Failed
        | LeadResult::Canceled => None,
    }
}

fn say(
    mut standing: Standing,
    call: Option<&CallId>,
    said: Said,
    callback_at: Option<Timestamp>,
) -> (Standing, LeadEffect) {
    if call.is_some() && standing.last_call_id.as_ref() != call {
        return (standing, LeadEffect::OlderCall);
    }
    match said {
        Said::AsBefore => {}
        Said::Now(disposed) => standing.disposed = Some(disposed),
        Said::TakenBack => standing.disposed = None,
    }
    standing.callback_at = callback_at;
    // While the call goes on the lead is being called; what was said counts when it ends.
    if standing.status != LeadStatus::Calling {
        standing.status = standing.at_rest();
    }
    (standing, LeadEffect::Applied)
}
