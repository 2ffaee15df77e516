//! From a reserved lead to a planned call: the rules are asked, and the reservation, the call and what it says of the
//! lead are one transaction. The dial loop asks the rules once more at the instant of dialling.

use std::sync::Arc;

use outdial_domain::call::{Call, Event};
use outdial_domain::campaign::WaitingSound as Sound;
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Decision, RuleCode};
use outdial_domain::settings::Settings;
use outdial_domain::{Timestamp, call::Treatment};
use outdial_store::{CallRow, CampaignLead, CampaignRow, LeadPlace, LeadRow, StoreError, Tx};

use super::fill::{HELD, HELD_WAIT_MS, is_taken_by_somebody};
use super::seating::Seating;
use crate::compliance;
use crate::dialler::from_engine;
use crate::engine::Inner;
use crate::floor::{Expected, WaitingSound};
use crate::receive::receive_for;

/// Through what a campaign calls.
#[derive(Debug, Clone)]
pub(super) struct Through {
    pub account: CarrierAccountId,
    pub caller_id: Option<PhoneNumber>,
}

/// Writes down up to `lines` calls.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    inner: &Inner,
    seating: Option<&Arc<dyn Seating>>,
    campaign: &CampaignRow,
    through: &Through,
    lines: u32,
) -> Result<Vec<CallRow>, StoreError> {
    let settings = tx.settings().current()?.settings;
    let mut planned = Vec::new();
    for reserved in tx.hopper().waiting(&campaign.id, lines.saturating_mul(2))? {
        if planned.len() >= lines as usize {
            break;
        }
        let mut planner = Planner {
            tx,
            inner,
            campaign,
            through,
            settings: &settings,
            now: inner.clock.now(),
        };
        let Some(row) = planner.lead(&reserved.lead_id)? else {
            continue;
        };
        if let (Some(seating), Treatment::Agent) = (seating, row.policy.treatment) {
            seating.expect(tx.workspace(), expected(campaign, &row.id));
        }
        planned.push(row);
    }
    Ok(planned)
}

/// A call as the seats expect it.
pub(super) fn expected(campaign: &CampaignRow, call: &CallId) -> Expected {
    Expected {
        campaign: campaign.id.clone(),
        call: call.clone(),
        sound: match campaign.settings.waiting_sound {
            Sound::Silence => WaitingSound::Silence,
            Sound::Music => WaitingSound::Music,
        },
        detect: campaign.settings.amd.policy.detects(),
        record: campaign.settings.record,
        at_once: false,
    }
}

struct Planner<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    inner: &'a Inner,
    campaign: &'a CampaignRow,
    through: &'a Through,
    settings: &'a Settings,
    now: Timestamp,
}

impl Planner<'_, '_> {
    fn lead(&mut self, id: &outdial_domain::ids::LeadId) -> Result<Option<CallRow>, StoreError> {
        let campaign = &self.campaign.id;
        let own = self.tx.campaign_leads().get(campaign, id)?;
        let (Some(lead), Some(own)) = (self.tx.leads().get(id)?, own) else {
            self.tx.hopper().release(campaign, id)?;
            return Ok(None);
        };
        if is_taken_by_somebody(&lead, self.now) {
            let at = self.now.plus_ms(HELD_WAIT_MS);
            return self.put_back(own, LeadPlace::Due(at), HELD);
        }
        if lead.standing.status == outdial_domain::leads::LeadStatus::Closed {
            return self.put_back(own, LeadPlace::Done, "closed");
        }
        let phone = number_of(&lead, own.number);
        if let Some((place, why)) = self.cap(&phone)? {
            return self.put_back(own, place, why);
        }
        let row = self.row(&lead, phone);
        let caller_id = self.through.caller_id.as_ref();
        let decision = compliance::decide(self.tx, &row, self.settings, caller_id, self.now)?;
        match &decision {
            Decision::Allow { .. } => {
                self.tx.calls().insert(&row)?;
                self.tx.hopper().call(campaign, id, &row.id)?;
                Ok(Some(row))
            }
            Decision::Postpone { until, refusal, .. } => {
                self.put_back(own, LeadPlace::Due(*until), refusal.code.as_str())
            }
            // A call that must not be made is kept with its receipt, so that the refusal can be shown.
            Decision::Refuse { refusal, .. } => {
                self.tx.calls().insert(&row)?;
                self.tx.hopper().call(campaign, id, &row.id)?;
                self.block(&row, &decision, refusal.code)?;
                Ok(None)
            }
        }
    }

    fn block(&mut self, row: &CallRow, decision: &Decision, rule: RuleCode) -> Result<(), StoreError> {
        compliance::keep_receipt(self.tx, &row.id, decision, self.now)?;
        let event = Event::Blocked {
            rule: rule.as_str().to_owned(),
        };
        let around = self.inner.surroundings();
        receive_for(self.tx, row.clone(), &from_engine(&row.id, event), &around)?;
        Ok(())
    }

    fn put_back(
        &mut self,
        mut lead: CampaignLead,
        place: LeadPlace,
        why: &str,
    ) -> Result<Option<CallRow>, StoreError> {
        lead.place = place;
        why.clone_into(&mut lead.why);
        self.tx.hopper().release(&self.campaign.id, &lead.lead_id)?;
        self.tx.campaign_leads().put(&self.campaign.id, &lead, self.now)?;
        Ok(None)
    }

    /// What the campaign's own limits say of a number, counted from the calls.
    fn cap(&mut self, phone: &PhoneNumber) -> Result<Option<(LeadPlace, &'static str)>, StoreError> {
        let caps = self.campaign.settings.caps;
        if let Some(most) = caps.in_all
            && self.tx.calls().dialed_by_campaign(&self.campaign.id, phone)? >= most
        {
            return Ok(Some((LeadPlace::Done, "number_cap")));
        }
        if let Some(most) = caps.per_day {
            let day = self.tx.calls().number_history(phone, self.now.plus_ms(-DAY_MS))?;
            if day.dialed_since >= u64::from(most) {
                let last = day.last_dialed_at.unwrap_or(self.now);
                // With a limit of one a day is full until the last call leaves it; with more it is asked each hour.
                let free_at = if most == 1 {
                    last.plus_ms(DAY_MS)
                } else {
                    self.now.plus_ms(HOUR_MS)
                };
                return Ok(Some((
                    LeadPlace::Due(free_at.max(self.now.plus_ms(MINUTE_MS))),
                    "number_day_cap",
                )));
            }
        }
        Ok(None)
    }

    fn row(&self, lead: &LeadRow, phone: PhoneNumber) -> CallRow {
        let settings = &self.campaign.settings;
        CallRow {
            id: CallId::from_bits(self.inner.ids.next(self.now)),
            run_id: None,
            campaign_id: Some(self.campaign.id.clone()),
            lead_id: Some(lead.id.clone()),
            list_id: Some(lead.list_id.clone()),
            agent_id: None,
            room_id: None,
            name: lead.contact_name.clone().or_else(|| lead.company_name.clone()),
            region: phone.region().map(str::to_owned),
            phone,
            message: settings.spoken().to_owned(),
            voice: Some(self.settings.voice.clone()),
            language: Some(self.settings.language.clone()),
            policy: self.policy(),
            account_id: Some(self.through.account.clone()),
            caller_id: self
                .through
                .caller_id
                .as_ref()
                .map(|number| number.e164().to_owned()),
            call: Call::planned(self.now),
            deadline_at: None,
            created_at: self.now,
            updated_at: self.now,
            ended_at: None,
            created_by: self.campaign.created_by.clone(),
            window_override: None,
            warning: None,
            disposition: None,
            notes: None,
            recording: None,
            archived: false,
            revision: 0,
        }
    }
}

impl Planner<'_, '_> {
    /// Whoever has the audio of a talk records it: a carrier that hosts the agents' rooms is asked when it dials.
    fn policy(&self) -> outdial_domain::call::Policy {
        let settings = &self.campaign.settings;
        let accounts = &self.inner.accounts;
        let account = accounts.find(self.tx.workspace(), &self.through.account);
        let hosts = account.is_some_and(|account| account.carrier.rooms().is_some());
        let mut policy = settings.policy();
        policy.record |= settings.record && hosts && policy.treatment == Treatment::Agent;
        policy
    }
}

/// The number that is next; a lead that has lost it since is called at its first.
fn number_of(lead: &LeadRow, place: u32) -> PhoneNumber {
    let next = lead.phones().nth(usize::try_from(place).unwrap_or(0));
    next.unwrap_or(&lead.phone).clone()
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
