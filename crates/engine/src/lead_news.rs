//! What a call's changes mean for the lead that it is made to; stored in the transaction that changes the call.

use outdial_domain::Timestamp;
use outdial_domain::call::{Call, State};
use outdial_domain::leads::{LeadEvent, LeadResult, Said, step};
use outdial_store::{CallRow, LeadRow, StoreError, Tx};

/// Tells a call's lead that the call was claimed, given back or ended.
pub(crate) fn tell(tx: &mut Tx<'_>, before: &Call, row: &CallRow, now: Timestamp) -> Result<(), StoreError> {
    let Some(id) = &row.lead_id else { return Ok(()) };
    let Some(event) = news(before, row, now) else {
        return Ok(());
    };
    let Some(lead) = tx.leads().get(id)? else {
        return Ok(());
    };
    let (standing, _) = step(lead.standing.clone(), event);
    if standing == lead.standing {
        return Ok(());
    }
    let mut lead = LeadRow {
        standing,
        updated_at: now,
        ..lead
    };
    tx.leads().update(&mut lead)
}

/// Tells a call's lead what came of the talk that a voice agent had in it.
pub(crate) fn talk_settled(
    tx: &mut Tx<'_>,
    row: &CallRow,
    result: LeadResult,
    callback_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(id) = &row.lead_id else { return Ok(()) };
    let Some(lead) = tx.leads().get(id)? else {
        return Ok(());
    };
    let call = Some(row.id.clone());
    let outcome = match row.call.state {
        State::Ended(outcome) => Some(outcome),
        State::Planned
        | State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail => None,
    };
    let mut standing = lead.standing.clone();
    if let (LeadResult::Callback, Some(_)) = (result, callback_at) {
        let agreed = LeadEvent::Disposed {
            call: call.clone(),
            said: Said::AsBefore,
            callback_at,
        };
        (standing, _) = step(standing, agreed);
    }
    let settled = LeadEvent::Settled {
        call,
        outcome,
        result,
    };
    (standing, _) = step(standing, settled);
    if standing == lead.standing {
        return Ok(());
    }
    let mut lead = LeadRow {
        standing,
        updated_at: now,
        ..lead
    };
    tx.leads().update(&mut lead)
}

fn news(before: &Call, row: &CallRow, now: Timestamp) -> Option<LeadEvent> {
    let call = row.id.clone();
    let after = &row.call;
    if before.facts.claims < after.facts.claims {
        return Some(LeadEvent::Claimed { call, at: now });
    }
    if before.state == after.state {
        return None;
    }
    match after.state {
        State::Ended(outcome) => Some(LeadEvent::CallEnded { call, outcome }),
        State::Planned => Some(LeadEvent::Released { call }),
        State::Dialing
        | State::Unknown
        | State::Ringing
        | State::Waiting
        | State::Connected
        | State::Voicemail => None,
    }
}
