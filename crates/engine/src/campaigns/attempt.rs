//! A call to a lead of a campaign that is over: what it counts for, and when the lead is called again.

use outdial_domain::Timestamp;
use outdial_domain::call::{Blame, Outcome, Retry};
use outdial_domain::ids::{CampaignId, LeadId};
use outdial_domain::retry::{Attempt, Next, RetryRules, next};
use outdial_store::{CallRow, CampaignLead, LeadPlace, StoreError, Tx};

use crate::placing::{MODEL_AWAY, UNREACHABLE};

/// Gives back a lead that was reserved for this call.
pub(super) fn release_reserved(
    tx: &mut Tx<'_>,
    campaign: &CampaignId,
    lead: &LeadId,
    row: &CallRow,
) -> Result<(), StoreError> {
    let reserved = tx.hopper().of_lead(lead)?;
    if reserved.is_some_and(|reserved| reserved.call_id.as_ref() == Some(&row.id)) {
        tx.hopper().release(campaign, lead)?;
    }
    Ok(())
}

/// The call as the retry rules see it; `attempts` counts it, if it counts.
pub(super) fn attempt_of(
    row: &CallRow,
    own: &CampaignLead,
    outcome: Outcome,
    attempts: u32,
    numbers: u32,
    now: Timestamp,
) -> Attempt {
    let facts = &row.call.facts;
    Attempt {
        outcome,
        // A phone that the carrier was asked to ring may have rung before its report came.
        disturbed: facts.claims > 0,
        number_is_dead: facts
            .failure
            .as_ref()
            .is_some_and(|failure| failure.retry == Retry::Never && failure.blame == Blame::Callee),
        attempts,
        number: own.number,
        numbers,
        ended_at: now,
        dialed_at: facts.ringing_at.or(facts.claimed_at).unwrap_or(now),
    }
}

/// Whether a call never went out because something between us and the network was down. It is no try: an outage that
/// lasts must not use up what a lead is allowed. A call without a leg of which nothing is known, or that was
/// cancelled, is one that the carrier was asked about after each request, and never had.
pub(super) fn never_went_out(row: &CallRow) -> bool {
    let facts = &row.call.facts;
    if facts.carrier_call_id.is_some() {
        return false;
    }
    let outcome = row.call.state.outcome();
    let is_outage = facts
        .failure
        .as_ref()
        .is_some_and(|failure| [MODEL_AWAY, UNREACHABLE].contains(&failure.cause.as_str()));
    match outcome {
        Some(Outcome::Unknown) => true,
        // A refusal of the carrier before that is an answer, and counts.
        Some(Outcome::Canceled) => facts.failure.is_none(),
        Some(Outcome::Failed) => is_outage,
        Some(_) | None => false,
    }
}

/// Where the lead stands by the rules, and under which of its numbers it is called next.
pub(super) fn place_after(rules: &RetryRules, attempt: &Attempt) -> (LeadPlace, u32) {
    match next(rules, attempt) {
        Next::Again { due_at, number } => (LeadPlace::Due(due_at), number),
        Next::Done => (LeadPlace::Done, attempt.number),
    }
}
