//! Writes down a call that is made for one seat alone.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, LeadId, SeatId};
use outdial_domain::leads::LeadStatus;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Decision, RuleCode, WindowOverride};
use outdial_store::{Actor, CallRow, CampaignLead, CampaignRow, LeadPlace, Reserved, StoreError, Tx};

use super::own::OwnDialRefusal;
use super::plan::{SHOWN_LEASE_MS, Through};
use super::planner::{Planner, number_of};
use crate::compliance;
use crate::engine::Inner;

/// A call that is wanted for one seat alone.
pub(super) struct OwnLead {
    pub call: CallId,
    pub seat: SeatId,
    pub user_id: String,
    pub lead: LeadId,
    pub phone: Option<PhoneNumber>,
    pub window_override: Option<WindowOverride>,
    pub by: Actor,
}

/// Writes down a call for one seat alone, if nothing speaks against it now.
pub(super) fn plan_own(
    tx: &mut Tx<'_>,
    inner: &Inner,
    campaign: &CampaignRow,
    through: &Through,
    wish: &OwnLead,
) -> Result<Result<CallRow, OwnDialRefusal>, StoreError> {
    let now = inner.clock.now();
    let Some(lead) = tx.leads().get(&wish.lead)? else {
        return Ok(Err(OwnDialRefusal::NoSuchLead));
    };
    let is_held = lead
        .held
        .as_ref()
        .is_some_and(|held| held.until > now && held.user_id != wish.user_id);
    if is_held || lead.standing.status == LeadStatus::Calling || !take(tx, campaign, wish, now)? {
        return Ok(Err(OwnDialRefusal::LeadTaken));
    }
    let mut own = tx
        .campaign_leads()
        .get(&campaign.id, &lead.id)?
        .unwrap_or(CampaignLead {
            lead_id: lead.id.clone(),
            place: LeadPlace::Taken,
            attempts: 0,
            number: 0,
            why: String::new(),
            for_user: None,
            receipt: None,
        });
    let before = own.place;
    if let Some(phone) = &wish.phone {
        let place = lead.phones().position(|known| known == phone);
        own.number = u32::try_from(place.unwrap_or(0)).unwrap_or(0);
    }
    let settings = tx.settings().current()?.settings;
    let phone = number_of(&lead, own.number);
    let mut planner = Planner {
        tx,
        inner,
        campaign,
        through,
        settings: &settings,
        now,
    };
    let mut row = planner.row(&lead, phone.clone());
    row.id = wish.call.clone();
    row.created_by = wish.by.clone();
    row.window_override.clone_from(&wish.window_override);
    // What the campaign was done with before stays so, whatever speaks against this call.
    let later = |place: LeadPlace| match before {
        LeadPlace::Done | LeadPlace::LeftOut => before,
        LeadPlace::Due(_) | LeadPlace::Taken => place,
    };
    if let Some(mut cap) = planner.cap(&phone)? {
        let sentence = cap.sentence();
        cap.place = later(cap.place);
        planner.capped(own, cap)?;
        return Ok(Err(OwnDialRefusal::Cap(sentence)));
    }
    let decision = compliance::decide(planner.tx, &row, &settings, through.caller_id.as_ref(), now)?;
    match &decision {
        Decision::Allow { .. } => {
            own.place = LeadPlace::Taken;
            planner.tx.campaign_leads().put(&campaign.id, &own, now)?;
            let row = planner.write_down(row)?;
            Ok(Ok(row))
        }
        Decision::Postpone { until, refusal, .. } => {
            planner.put_back(own, later(LeadPlace::Due(*until)), refusal.code.as_str())?;
            Ok(Err(OwnDialRefusal::Rule(Box::new(refusal.clone()))))
        }
        Decision::Refuse { refusal, .. } if refusal.code == RuleCode::ConsentMissing => {
            planner.leave_out(own, refusal)?;
            Ok(Err(OwnDialRefusal::Rule(Box::new(refusal.clone()))))
        }
        Decision::Refuse { refusal, .. } => {
            own.place = LeadPlace::Taken;
            planner.tx.campaign_leads().put(&campaign.id, &own, now)?;
            planner.write_down(row.clone())?;
            planner.block(&row, &decision, refusal.code)?;
            Ok(Err(OwnDialRefusal::Rule(Box::new(refusal.clone()))))
        }
    }
}

/// Reserves the lead for the seat, unless somebody else has it.
fn take(tx: &mut Tx<'_>, campaign: &CampaignRow, wish: &OwnLead, now: Timestamp) -> Result<bool, StoreError> {
    let until = now.plus_ms(SHOWN_LEASE_MS);
    if tx.hopper().show(&campaign.id, &wish.lead, &wish.seat, until)? {
        return Ok(true);
    }
    tx.hopper().reserve(&Reserved {
        lead_id: wish.lead.clone(),
        campaign_id: campaign.id.clone(),
        place: now.0,
        leased_until: until,
        call_id: None,
        seat_id: Some(wish.seat.clone()),
    })
}
