//! What people say of a lead beside its calls: that it is to be called again, or what came of it.

use outdial_domain::Timestamp;
use outdial_domain::leads::{LeadEvent, LeadResult, step};
use outdial_store::{CampaignLead, LeadPlace, LeadRow, StoreError, Tx};

/// The lead is to be called as if nothing had been: also by the automation, with all its attempts.
///
/// # Errors
/// What the database said.
pub fn reopen(tx: &mut Tx<'_>, lead: &mut LeadRow, now: Timestamp) -> Result<(), StoreError> {
    lead.standing = step(lead.standing.clone(), LeadEvent::Reopened).0;
    place(tx, lead, LeadPlace::Due(now), "", now)
}

/// Somebody says what came of the lead. One that was not reached is called again after the interval.
///
/// # Errors
/// What the database said.
pub fn say(
    tx: &mut Tx<'_>,
    lead: &mut LeadRow,
    result: LeadResult,
    now: Timestamp,
) -> Result<(), StoreError> {
    let event = LeadEvent::Settled {
        call: None,
        outcome: None,
        result,
    };
    lead.standing = step(lead.standing.clone(), event).0;
    if result.is_tried_again() {
        return Ok(());
    }
    let at = match (result, lead.standing.callback_at) {
        (LeadResult::Callback, Some(at)) => LeadPlace::Due(at),
        (_, _) => LeadPlace::Done,
    };
    place(tx, lead, at, result.as_str(), now)
}

fn place(
    tx: &mut Tx<'_>,
    lead: &LeadRow,
    place: LeadPlace,
    why: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(campaign) = tx.automation().campaign()? else {
        return Ok(());
    };
    let Some(own) = tx.campaign_leads().get(&campaign, &lead.id)? else {
        return Ok(());
    };
    // The call that is under way decides where it stands then.
    if own.place == LeadPlace::Taken {
        return Ok(());
    }
    let again = CampaignLead {
        place,
        attempts: 0,
        why: why.to_owned(),
        receipt: None,
        ..own
    };
    tx.campaign_leads().put(&campaign, &again, now)
}
