//! What came of a call that no agent disposed of: the lead, its place in the campaign and the batch that called it learn
//! it in one transaction. Every way out of `calling` ends here.

use outdial_domain::Timestamp;
use outdial_domain::automation::{outcome_for_retry, result_of};
use outdial_domain::call::Outcome;
use outdial_domain::ids::{CampaignId, LeadId};
use outdial_domain::leads::{LeadEvent, LeadResult, Said, step};
use outdial_domain::retry::Attempt;
use outdial_store::{CallRow, CampaignLead, LeadPlace, StoreError, Tx};

use super::attempt::{attempt_of, never_went_out, place_after, release_reserved};
use crate::lead_news;
use crate::receive::Surroundings;

/// Notes what came of a call, and the time to call again that was agreed in it. Said again, it changes nothing that went
/// on since. Says whether the campaign is done with the lead.
pub(crate) fn settled(
    tx: &mut Tx<'_>,
    row: &CallRow,
    result: LeadResult,
    callback_at: Option<Timestamp>,
    around: &Surroundings<'_>,
) -> Result<bool, StoreError> {
    let now = around.now;
    let outcome = row.call.state.outcome();
    // A call that the carrier would not take is an attempt that failed, whoever decides about it.
    let by_end = outcome.and_then(|outcome| result_of(outcome, &row.call.facts));
    let result = match (result, by_end) {
        (LeadResult::Canceled, Some(LeadResult::Failed)) => LeadResult::Failed,
        (result, _) => result,
    };
    let failure = row.call.facts.failure.as_ref();
    let error = failure.map(|failure| failure.cause.as_str());
    tx.automation()
        .settle_call(&row.id, outcome, Some(result), error)?;
    let Some(id) = &row.lead_id else {
        return Ok(true);
    };
    let Some(lead) = tx.leads().get(id)? else {
        return Ok(true);
    };
    let numbers = u32::try_from(lead.phones().count()).unwrap_or(u32::MAX);
    let event = LeadEvent::Settled {
        call: Some(row.id.clone()),
        outcome,
        result,
    };
    let mut standing = lead.standing.clone();
    if callback_at.is_some() {
        let agreed = LeadEvent::Disposed {
            call: Some(row.id.clone()),
            said: Said::AsBefore,
            callback_at,
        };
        (standing, _) = step(standing, agreed);
    }
    (standing, _) = step(standing, event);
    let callback_at = standing.callback_at;
    lead_news::stand(tx, around, lead, standing)?;
    let Some(campaign) = &row.campaign_id else {
        return Ok(true);
    };
    release_reserved(tx, campaign, id, row)?;
    place(tx, campaign, id, row, result, callback_at, numbers, now)
}

/// Where the lead stands in its campaign then.
#[expect(
    clippy::too_many_arguments,
    reason = "each is one thing that decides the place"
)]
fn place(
    tx: &mut Tx<'_>,
    campaign: &CampaignId,
    lead: &LeadId,
    row: &CallRow,
    result: LeadResult,
    callback_at: Option<Timestamp>,
    numbers: u32,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(own) = tx.campaign_leads().get(campaign, lead)? else {
        return Ok(true);
    };
    // Whatever was decided of this call before holds, unless it turns out that an appointment was made in it, or that no
    // further call is wanted.
    let is_last_word = matches!(result, LeadResult::Scheduled | LeadResult::DoNotCall);
    let waits_in_vain = is_last_word && matches!(own.place, LeadPlace::Due(_));
    if own.place != LeadPlace::Taken && !waits_in_vain {
        return Ok(own.place == LeadPlace::Done);
    }
    let Some(settings) = tx.campaigns().get(campaign)?.map(|campaign| campaign.settings) else {
        return Ok(true);
    };
    let is_try = result != LeadResult::Canceled && !never_went_out(row);
    let attempts = own.attempts + u32::from(is_try);
    let (place, number) = match outcome_for_retry(result) {
        Some(outcome) => {
            let attempt = attempt_of(row, &own, outcome, attempts, numbers, now);
            // A failure of the call says nothing of the number when the talk came to something else.
            let attempt = Attempt {
                number_is_dead: attempt.number_is_dead && outcome == Outcome::Failed,
                ..attempt
            };
            place_after(&settings.retry, &attempt)
        }
        None if result == LeadResult::Callback => {
            let delay = i64::from(settings.retry.disposition.delay_minutes) * 60;
            let at = callback_at
                .filter(|at| *at > now)
                .unwrap_or_else(|| now.plus_seconds(delay));
            (LeadPlace::Due(at), own.number)
        }
        None => (LeadPlace::Done, own.number),
    };
    let lead = CampaignLead {
        place,
        attempts,
        number,
        why: result.as_str().to_owned(),
        receipt: None,
        ..own
    };
    tx.campaign_leads().put(campaign, &lead, now)?;
    Ok(place == LeadPlace::Done)
}
