//! What a call's changes mean for its campaign: the counts, and when the lead is called again. Stored in the
//! transaction that changes the call, so that no crash can come between.

use outdial_domain::Timestamp;
use outdial_domain::abandon::{Tally, day_of};
use outdial_domain::automation::outcome_for_retry;
use outdial_domain::call::{AmdVerdict, Blame, Call, Outcome, Retry, State};
use outdial_domain::ids::{CampaignId, LeadId};
use outdial_domain::leads::LeadResult;
use outdial_domain::retry::{Attempt, Next, next};
use outdial_store::{CallRow, CampaignLead, LeadPlace, StoreError, Tx, VerdictSource};

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
pub(crate) fn tell(tx: &mut Tx<'_>, before: &Call, row: &CallRow, now: Timestamp) -> Result<(), StoreError> {
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
    ended(tx, campaign, lead, row, &Ending::Call(outcome), now).map(|_| ())
}

/// Tells a call's campaign what came of the talk that a voice agent had in it; says whether the campaign is done with
/// the lead.
pub(crate) fn talk_settled(
    tx: &mut Tx<'_>,
    row: &CallRow,
    result: LeadResult,
    callback_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (Some(campaign), Some(lead)) = (&row.campaign_id, &row.lead_id) else {
        return Ok(true);
    };
    ended(
        tx,
        campaign,
        lead,
        row,
        &Ending::Talk { result, callback_at },
        now,
    )
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

/// How a call is over for its campaign.
enum Ending {
    /// By how the call ended.
    Call(Outcome),
    /// By what came of the talk in it.
    Talk {
        result: LeadResult,
        callback_at: Option<Timestamp>,
    },
}

impl Ending {
    /// The outcome by which a lead is called again.
    fn outcome(&self) -> Outcome {
        match self {
            Self::Call(outcome) => *outcome,
            Self::Talk { result, .. } => outcome_for_retry(*result).unwrap_or(Outcome::Completed),
        }
    }

    /// What the talk itself settles, whatever the rules for another try say.
    fn agreed(&self, now: Timestamp) -> Option<LeadPlace> {
        match self {
            Self::Call(_) => None,
            Self::Talk { result, callback_at } => match result {
                LeadResult::Callback => Some(LeadPlace::Due(
                    callback_at.unwrap_or(now.plus_ms(CALLBACK_WAIT_MS)),
                )),
                LeadResult::Scheduled
                | LeadResult::NotInterested
                | LeadResult::DoNotCall
                | LeadResult::Talked => Some(LeadPlace::Done),
                LeadResult::NoAnswer
                | LeadResult::Voicemail
                | LeadResult::Busy
                | LeadResult::Failed
                | LeadResult::Canceled => None,
            },
        }
    }

    fn why(&self, row: &CallRow) -> String {
        match self {
            Self::Call(Outcome::Blocked) => row.call.facts.rule.clone().unwrap_or_default(),
            Self::Call(outcome) => outcome.as_str().to_owned(),
            Self::Talk { result, .. } => result.as_str().to_owned(),
        }
    }
}

/// Says whether the campaign is done with the lead.
fn ended(
    tx: &mut Tx<'_>,
    campaign: &CampaignId,
    lead: &LeadId,
    row: &CallRow,
    ending: &Ending,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let outcome = ending.outcome();
    let reserved = tx.hopper().of_lead(lead)?;
    if reserved.is_some_and(|reserved| reserved.call_id.as_ref() == Some(&row.id)) {
        tx.hopper().release(campaign, lead)?;
    }
    let Some(own) = tx.campaign_leads().get(campaign, lead)? else {
        return Ok(true);
    };
    // Whoever spoke may have agreed on a time already.
    if own.place != LeadPlace::Taken {
        return Ok(own.place == LeadPlace::Done);
    }
    let Some(settings) = tx.campaigns().get(campaign)?.map(|campaign| campaign.settings) else {
        return Ok(true);
    };
    let reached = !matches!(outcome, Outcome::Canceled | Outcome::Blocked);
    let attempts = own.attempts + u32::from(reached);
    let facts = &row.call.facts;
    let numbers = match tx.leads().get(lead)? {
        Some(lead) => u32::try_from(lead.phones().count()).unwrap_or(1),
        None => 1,
    };
    let attempt = Attempt {
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
    };
    let by_rule = match next(&settings.retry, &attempt) {
        Next::Again { due_at, number } => (LeadPlace::Due(due_at), number),
        Next::Done => (LeadPlace::Done, own.number),
    };
    let (place, number) = ending.agreed(now).map_or(by_rule, |place| (place, own.number));
    let is_done = place == LeadPlace::Done;
    let lead = CampaignLead {
        place,
        attempts,
        number,
        why: ending.why(row),
        receipt: None,
        ..own
    };
    tx.campaign_leads().put(campaign, &lead, now)?;
    Ok(is_done)
}

/// Whoever wants another call and names no time is called the next day at this hour.
const CALLBACK_WAIT_MS: i64 = 24 * 3_600_000;
