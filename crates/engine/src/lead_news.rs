//! What a call's changes mean for the lead that it is made to; stored in the transaction that changes the call.

use outdial_domain::Timestamp;
use outdial_domain::call::{Call, Outcome, State, Treatment};
use outdial_domain::leads::{LeadEvent, Standing, step};
use outdial_store::{CallRow, LeadRow, StoreError, Tx};

use crate::hooks;
use crate::receive::Surroundings;

/// Tells a call's lead that the call was claimed, given back or ended.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    before: &Call,
    row: &CallRow,
    around: &Surroundings<'_>,
) -> Result<(), StoreError> {
    let Some(id) = &row.lead_id else { return Ok(()) };
    let Some(event) = news(before, row, around.now) else {
        return Ok(());
    };
    let Some(lead) = tx.leads().get(id)? else {
        return Ok(());
    };
    let (standing, _) = step(lead.standing.clone(), event);
    stand(tx, around, lead, standing)
}

/// Stores where a lead stands from now on, and tells programs, if that is otherwise than before.
pub(crate) fn stand(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    lead: LeadRow,
    standing: Standing,
) -> Result<(), StoreError> {
    if standing == lead.standing {
        return Ok(());
    }
    let mut lead = LeadRow {
        standing,
        updated_at: around.now,
        ..lead
    };
    tx.leads().update(&mut lead)?;
    hooks::lead_updated(tx, around.services, around.ids, &lead, around.now)
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
        // What came of it decides where the lead stands, and that is told with it.
        State::Ended(outcome)
            if row.policy.treatment == Treatment::VoiceAgent && outcome != Outcome::Blocked =>
        {
            None
        }
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
