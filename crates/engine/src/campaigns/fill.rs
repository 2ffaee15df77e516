//! Fills a campaign's hopper: leads that are due again first, then those that it has not looked at, in its order.

use outdial_domain::Timestamp;
use outdial_domain::leads::{LeadResult, LeadStatus};
use outdial_store::{CampaignLead, CampaignRow, LeadPlace, LeadRow, Reserved, StoreError, Tx};

use super::own::OWNER_GRACE_MS;

/// What a look for leads came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Filled {
    /// Leads that were reserved.
    pub reserved: u32,
    /// Leads that were looked at, reserved or not: nothing is left when there were none.
    pub looked_at: u32,
}

/// Reserves up to `wanted` leads for a batch: those that were promised a call, then those that were never called, then
/// those whose last call is longest ago.
pub(super) fn fill_batch(
    tx: &mut Tx<'_>,
    campaign: &CampaignRow,
    wanted: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.hopper().release_idle(&campaign.id, now, now)?;
    let mut filled = Filled::default();
    let due = tx.campaign_leads().due(&campaign.id, now, wanted.max(SCAN))?;
    let (promised, due): (Vec<_>, Vec<_>) = due
        .into_iter()
        .partition(|lead| lead.why == LeadResult::Callback.as_str());
    let reserve_due = |tx: &mut Tx<'_>, leads: Vec<CampaignLead>, filled: &mut Filled| {
        for lead in leads {
            if filled.reserved >= wanted {
                break;
            }
            let since = match lead.place {
                LeadPlace::Due(at) => at,
                LeadPlace::Taken | LeadPlace::Done | LeadPlace::LeftOut => now,
            };
            reserve(tx, campaign, lead, since, now, filled)?;
        }
        Ok::<(), StoreError>(())
    };
    reserve_due(tx, promised, &mut filled)?;
    scan(tx, campaign, wanted, true, now, &mut filled)?;
    reserve_due(tx, due, &mut filled)
}

/// Reserves up to `wanted` leads.
pub(super) fn fill(
    tx: &mut Tx<'_>,
    campaign: &CampaignRow,
    wanted: u32,
    behind_too: bool,
    seated: &[String],
    now: Timestamp,
) -> Result<Filled, StoreError> {
    tx.hopper().release_idle(&campaign.id, now, now)?;
    let mut filled = Filled::default();
    let mut due = tx.campaign_leads().due(&campaign.id, now, wanted)?;
    // Whoever promised to call back has been away for too long.
    let left = tx
        .campaign_leads()
        .due_to_one(&campaign.id, now.plus_ms(-OWNER_GRACE_MS), LEFT_MAX)?;
    due.extend(left.into_iter().filter_map(|mut lead| {
        let owner = lead.for_user.take()?;
        (!seated.contains(&owner)).then_some(lead)
    }));
    for lead in due {
        let since = match lead.place {
            LeadPlace::Due(at) => at,
            LeadPlace::Taken | LeadPlace::Done | LeadPlace::LeftOut => now,
        };
        reserve(tx, campaign, lead, since, now, &mut filled)?;
    }
    scan(tx, campaign, wanted, behind_too, now, &mut filled)?;
    Ok(filled)
}

/// Leads that the campaign sees for the first time. Those without a consent that it needs are not even looked at: there
/// may be a million of them.
fn scan(
    tx: &mut Tx<'_>,
    campaign: &CampaignRow,
    wanted: u32,
    behind_too: bool,
    now: Timestamp,
    filled: &mut Filled,
) -> Result<(), StoreError> {
    let needed = campaign.settings.consent_scope();
    let mut scanned = 0;
    while filled.reserved < wanted && scanned < SCAN_MAX {
        let mut leads =
            tx.campaigns()
                .read_on(&campaign.id, campaign.settings.order, needed, wanted.max(SCAN))?;
        if leads.is_empty() && behind_too {
            leads = tx
                .campaigns()
                .read_behind(&campaign.id, needed, wanted.max(SCAN))?;
        }
        if leads.is_empty() {
            break;
        }
        scanned += u32::try_from(leads.len()).unwrap_or(u32::MAX);
        for lead in leads {
            look_at(tx, campaign, &lead, now, filled)?;
        }
    }
    filled.looked_at += scanned;
    Ok(())
}

/// A lead that the campaign sees for the first time.
fn look_at(
    tx: &mut Tx<'_>,
    campaign: &CampaignRow,
    lead: &LeadRow,
    now: Timestamp,
    filled: &mut Filled,
) -> Result<(), StoreError> {
    if tx.campaign_leads().get(&campaign.id, &lead.id)?.is_some() {
        return Ok(());
    }
    let mut own = CampaignLead {
        lead_id: lead.id.clone(),
        place: LeadPlace::Taken,
        attempts: 0,
        number: 0,
        why: String::new(),
        for_user: None,
        receipt: None,
    };
    if let Err(why) = campaign.settings.selection.admits(&lead.facts()) {
        own.place = LeadPlace::LeftOut;
        why.clone_into(&mut own.why);
        return tx.campaign_leads().put(&campaign.id, &own, now);
    }
    if is_taken_by_somebody(lead, now) {
        own.place = LeadPlace::Due(now.plus_ms(HELD_WAIT_MS));
        HELD.clone_into(&mut own.why);
        return tx.campaign_leads().put(&campaign.id, &own, now);
    }
    reserve(tx, campaign, own, now, now, filled)
}

fn reserve(
    tx: &mut Tx<'_>,
    campaign: &CampaignRow,
    mut lead: CampaignLead,
    since: Timestamp,
    now: Timestamp,
    filled: &mut Filled,
) -> Result<(), StoreError> {
    let reserved = tx.hopper().reserve(&Reserved {
        lead_id: lead.lead_id.clone(),
        campaign_id: campaign.id.clone(),
        place: since.0,
        leased_until: now.plus_ms(LEASE_MS),
        call_id: None,
        seat_id: None,
    })?;
    if reserved {
        lead.place = LeadPlace::Taken;
        filled.reserved += 1;
    } else {
        lead.place = LeadPlace::Due(now.plus_ms(HELD_WAIT_MS));
        HELD.clone_into(&mut lead.why);
    }
    filled.looked_at += 1;
    tx.campaign_leads().put(&campaign.id, &lead, now)
}

/// Whether an agent holds it, or it is being called.
pub(super) fn is_taken_by_somebody(lead: &LeadRow, now: Timestamp) -> bool {
    lead.standing.status == LeadStatus::Calling || lead.held.as_ref().is_some_and(|held| held.until > now)
}

/// Why a lead waits that somebody else is busy with.
pub(super) const HELD: &str = "held";
/// When such a lead is looked at again.
pub(super) const HELD_WAIT_MS: i64 = 5 * 60_000;
/// A hopper holds some seconds of work; what is not used by then is given back.
const LEASE_MS: i64 = 60_000;
/// Promises that wait for agents who are away; more of them than this wait for each other.
const LEFT_MAX: u32 = 50;
const SCAN: u32 = 50;
/// A selection may leave thousands out; other writers wait meanwhile.
const SCAN_MAX: u32 = 500;
