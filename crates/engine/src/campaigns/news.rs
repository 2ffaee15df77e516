//! What a call's changes mean for its campaign: the counts, and when the lead is called again. Stored in the
//! transaction that changes the call, so that no crash can come between.

use outdial_domain::Timestamp;
use outdial_domain::abandon::{Tally, day_of};
use outdial_domain::automation::result_of;
use outdial_domain::call::{AmdVerdict, Call, Outcome, State, Treatment};
use outdial_domain::ids::{CampaignId, LeadId};
use outdial_domain::leads::LeadResult;
use outdial_domain::rules::RuleCode;
use outdial_store::{CallRow, CampaignLead, LeadPlace, StoreError, Tx, VerdictSource};

use super::attempt::{attempt_of, never_went_out, place_after, release_reserved};
use crate::campaigns::settled;
use crate::receive::Surroundings;

/// Counts a call's change for its campaign.
pub(crate) fn count(tx: &mut Tx<'_>, before: &Call, row: &CallRow) -> Result<(), StoreError> {
    let Some(campaign) = &row.campaign_id else {
        return Ok(());
    };
    let treatment = row.policy.treatment;
    let change = Tally::of(&row.call, treatment).since(Tally::of(before, treatment));
    tx.campaign_counts()
        .add(campaign, day_of(row.created_at), &change)
}

/// Tells a call's campaign what became of it.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    before: &Call,
    row: &CallRow,
    around: &Surroundings<'_>,
) -> Result<(), StoreError> {
    if let Some(result) = decided_at_once(before, row) {
        settled(tx, row, result, None, around)?;
    }
    let Some(campaign) = &row.campaign_id else {
        return Ok(());
    };
    let (State::Ended(outcome), Some(lead)) = (row.call.state, &row.lead_id) else {
        return Ok(());
    };
    if matches!(before.state, State::Ended(_)) {
        // The lead has gone on since; a better known outcome corrects the counts alone.
        return Ok(());
    }
    // What came of it was, or will be, decided elsewhere.
    if row.policy.treatment == Treatment::VoiceAgent && outcome != Outcome::Blocked {
        return Ok(());
    }
    if outcome == Outcome::Blocked {
        let rule = row.call.facts.rule.as_deref();
        tx.automation().settle_call(&row.id, Some(outcome), None, rule)?;
    }
    ended(tx, campaign, lead, row, outcome, around.now)
}

/// What came of a call for a voice agent that has just ended without anything more to be heard of it.
fn decided_at_once(before: &Call, row: &CallRow) -> Option<LeadResult> {
    let State::Ended(outcome) = row.call.state else {
        return None;
    };
    if matches!(before.state, State::Ended(_)) || row.policy.treatment != Treatment::VoiceAgent {
        return None;
    }
    result_of(outcome, &row.call.facts)
}

/// Keeps what the carrier says answered a campaign's call, to be held against what agents say.
pub(crate) fn keep_verdict(
    tx: &mut Tx<'_>,
    row: &CallRow,
    verdict: AmdVerdict,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(campaign) = &row.campaign_id else {
        return Ok(());
    };
    tx.reports()
        .detected(&row.id, campaign, VerdictSource::Carrier, verdict, now)
}

fn ended(
    tx: &mut Tx<'_>,
    campaign: &CampaignId,
    lead: &LeadId,
    row: &CallRow,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), StoreError> {
    release_reserved(tx, campaign, lead, row)?;
    let Some(own) = tx.campaign_leads().get(campaign, lead)? else {
        return Ok(());
    };
    // Whoever spoke may have agreed on a time already.
    if own.place != LeadPlace::Taken {
        return Ok(());
    }
    let Some(settings) = tx.campaigns().get(campaign)?.map(|campaign| campaign.settings) else {
        return Ok(());
    };
    let is_try = !matches!(outcome, Outcome::Canceled | Outcome::Blocked) && !never_went_out(row);
    let attempts = own.attempts + u32::from(is_try);
    let numbers = match tx.leads().get(lead)? {
        Some(lead) => u32::try_from(lead.phones().count()).unwrap_or(1),
        None => 1,
    };
    let attempt = attempt_of(row, &own, outcome, attempts, numbers, now);
    let (mut place, number) = place_after(&settings.retry, &attempt);
    if is_without_consent(row) {
        // Nothing is wrong with the lead: it is called once it has agreed.
        place = LeadPlace::LeftOut;
    }
    let why = match outcome {
        Outcome::Blocked => row.call.facts.rule.clone().unwrap_or_default(),
        Outcome::Completed
        | Outcome::Abandoned
        | Outcome::Machine
        | Outcome::VoicemailLeft
        | Outcome::NoAnswer
        | Outcome::Busy
        | Outcome::Failed
        | Outcome::Canceled
        | Outcome::Unknown => outcome.as_str().to_owned(),
    };
    let lead = CampaignLead {
        place,
        attempts,
        number,
        why,
        receipt: None,
        ..own
    };
    tx.campaign_leads().put(campaign, &lead, now)
}

/// Whether the call was refused at the last moment because consent had been taken back.
fn is_without_consent(row: &CallRow) -> bool {
    row.call.state.outcome() == Some(Outcome::Blocked)
        && row.call.facts.rule.as_deref() == Some(RuleCode::ConsentMissing.as_str())
}
