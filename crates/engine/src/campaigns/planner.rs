//! Judges one lead of a campaign: may it be called now, and if not, where does it stand and why?

use outdial_domain::Timestamp;
use outdial_domain::call::{Event, Policy, Treatment};
use outdial_domain::ids::{CallId, LeadId};
use outdial_domain::leads::LeadStatus;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Decision, Refusal, RuleCode};
use outdial_domain::settings::Settings;
use outdial_store::{CallRow, CampaignLead, CampaignRow, LeadPlace, LeadRow, StoreError, Tx};
use serde_json::Value;

use super::fill::{HELD, HELD_WAIT_MS, is_taken_by_somebody};
use super::plan::Through;
use super::receipt;
use crate::compliance;
use crate::dialler::from_engine;
use crate::engine::Inner;
use crate::receive::receive_for;

/// What it takes to judge the leads of a campaign in one transaction.
pub(super) struct Planner<'a, 'tx> {
    pub tx: &'a mut Tx<'tx>,
    pub inner: &'a Inner,
    pub campaign: &'a CampaignRow,
    pub through: &'a Through,
    pub settings: &'a Settings,
    pub now: Timestamp,
}

impl Planner<'_, '_> {
    /// The call that may be made to a reserved lead now. One that may not be called now is put back, with the reason.
    pub(super) fn judge(&mut self, id: &LeadId) -> Result<Option<CallRow>, StoreError> {
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
        if lead.standing.status == LeadStatus::Closed {
            return self.put_back(own, LeadPlace::Done, "closed");
        }
        let phone = number_of(&lead, own.number);
        if let Some(cap) = self.cap(&phone)? {
            return self.capped(own, cap);
        }
        let row = self.row(&lead, phone);
        let caller_id = self.through.caller_id.as_ref();
        let decision = compliance::decide(self.tx, &row, self.settings, caller_id, self.now)?;
        match &decision {
            Decision::Allow { .. } => Ok(Some(row)),
            Decision::Postpone { until, refusal, .. } => {
                self.put_back(own, LeadPlace::Due(*until), refusal.code.as_str())
            }
            // Nothing is wrong with the lead: it is called once it has agreed.
            Decision::Refuse { refusal, .. } if refusal.code == RuleCode::ConsentMissing => {
                self.leave_out(own, refusal)
            }
            // A call that must not be made is kept with its receipt, so that the refusal can be shown.
            Decision::Refuse { refusal, .. } => {
                let row = self.write_down(row)?;
                self.block(&row, &decision, refusal.code)?;
                Ok(None)
            }
        }
    }

    /// Writes a call down; its lead is reserved until it ends.
    pub(super) fn write_down(&mut self, row: CallRow) -> Result<CallRow, StoreError> {
        self.tx.calls().insert(&row)?;
        if let Some(lead) = &row.lead_id {
            self.tx.hopper().call(&self.campaign.id, lead, &row.id)?;
        }
        Ok(row)
    }

    pub(super) fn capped(&mut self, mut own: CampaignLead, cap: Cap) -> Result<Option<CallRow>, StoreError> {
        own.receipt = Some(cap.receipt);
        self.put_back(own, cap.place, cap.why)
    }

    /// A lead that has not agreed to be called waits outside until it does; no attempt of it is used up.
    pub(super) fn leave_out(
        &mut self,
        mut own: CampaignLead,
        refusal: &Refusal,
    ) -> Result<Option<CallRow>, StoreError> {
        own.receipt = Some(receipt::refused(refusal, self.now));
        self.put_back(own, LeadPlace::LeftOut, refusal.code.as_str())
    }

    pub(super) fn block(
        &mut self,
        row: &CallRow,
        decision: &Decision,
        rule: RuleCode,
    ) -> Result<(), StoreError> {
        compliance::keep_receipt(self.tx, &row.id, decision, self.now)?;
        let event = Event::Blocked {
            rule: rule.as_str().to_owned(),
        };
        let around = self.inner.surroundings();
        receive_for(self.tx, row.clone(), &from_engine(&row.id, event), &around)?;
        Ok(())
    }

    pub(super) fn put_back(
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
    pub(super) fn cap(&mut self, phone: &PhoneNumber) -> Result<Option<Cap>, StoreError> {
        let caps = self.campaign.settings.caps;
        if let Some(most) = caps.in_all {
            let dialed = self.tx.calls().dialed_by_campaign(&self.campaign.id, phone)?;
            if dialed >= most {
                return Ok(Some(Cap {
                    place: LeadPlace::Done,
                    why: "number_cap",
                    receipt: receipt::cap_in_all(phone, dialed, most, self.now),
                }));
            }
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
                let free_at = free_at.max(self.now.plus_ms(MINUTE_MS));
                return Ok(Some(Cap {
                    place: LeadPlace::Due(free_at),
                    why: "number_day_cap",
                    receipt: receipt::cap_per_day(phone, day.dialed_since, most, free_at, self.now),
                }));
            }
        }
        Ok(None)
    }

    pub(super) fn row(&self, lead: &LeadRow, phone: PhoneNumber) -> CallRow {
        let settings = &self.campaign.settings;
        CallRow {
            campaign_id: Some(self.campaign.id.clone()),
            lead_id: Some(lead.id.clone()),
            list_id: Some(lead.list_id.clone()),
            name: lead.contact_name.clone().or_else(|| lead.company_name.clone()),
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
            ..CallRow::planned(
                CallId::from_bits(self.inner.ids.next(self.now)),
                phone,
                self.campaign.created_by.clone(),
                self.now,
            )
        }
    }

    /// Whoever has the audio of a talk records it: a carrier that hosts the agents' rooms is asked when it dials.
    fn policy(&self) -> Policy {
        let settings = &self.campaign.settings;
        let accounts = &self.inner.accounts;
        let account = accounts.find(self.tx.workspace(), &self.through.account);
        let hosts = account.is_some_and(|account| account.carrier.rooms().is_some());
        let mut policy = settings.policy();
        policy.record |= settings.record && hosts && policy.treatment == Treatment::Agent;
        policy
    }
}

/// What a limit of the campaign's own says of a number.
pub(super) struct Cap {
    pub place: LeadPlace,
    pub why: &'static str,
    pub receipt: Value,
}

impl Cap {
    /// The same for people.
    pub fn sentence(&self) -> String {
        self.receipt["sentence"].as_str().unwrap_or_default().to_owned()
    }
}

/// The number that is next; a lead that has lost it since is called at its first.
pub(super) fn number_of(lead: &LeadRow, place: u32) -> PhoneNumber {
    let next = lead.phones().nth(usize::try_from(place).unwrap_or(0));
    next.unwrap_or(&lead.phone).clone()
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
