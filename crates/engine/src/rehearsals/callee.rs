//! Whom an agent rehearses with: a lead, or somebody made up.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::ids::{LeadId, WorkspaceId};
use outdial_domain::leads::LeadFields;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::voice_agent::{Callee, VoiceAgentSettings, variables};
use outdial_domain::zones::zones_for;

use super::refusal::RehearsalRefusal;
use crate::engine::Inner;
use crate::mailing::sample;

/// Whom an agent rehearses with.
#[derive(Debug, Clone)]
pub(super) struct Partner {
    pub fields: LeadFields,
    pub phone: PhoneNumber,
    pub zone: Option<String>,
    /// Whether an appointment with the lead stands.
    pub has_booking: bool,
}

impl Partner {
    /// The lead with this id, or somebody made up.
    pub async fn find(
        inner: &Inner,
        workspace: &WorkspaceId,
        lead: Option<LeadId>,
    ) -> Result<Self, RehearsalRefusal> {
        let Some(id) = lead else {
            return Ok(Self::made_up());
        };
        let now = inner.clock.now();
        let rows = inner.store.workspace(workspace.clone());
        let found = rows
            .read(move |tx| {
                let Some(row) = tx.leads().get(&id)? else {
                    return Ok(None);
                };
                let has_booking = tx.bookings().next_of_lead(&id, now)?.is_some();
                Ok::<_, outdial_store::StoreError>(Some((row, has_booking)))
            })
            .await?;
        let (row, has_booking) = found.ok_or(RehearsalRefusal::NoSuchLead)?;
        let only_zone = match zones_for(&row.phone).names().as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        };
        Ok(Self {
            fields: row.fields(),
            zone: row.time_zone.clone().or(only_zone),
            phone: row.phone,
            has_booking,
        })
    }

    fn made_up() -> Self {
        Self {
            fields: LeadFields {
                contact_name: Some(sample::NAME.to_owned()),
                company_name: Some(sample::COMPANY.to_owned()),
                email: Some(sample::EMAIL.to_owned()),
                ..LeadFields::default()
            },
            phone: PhoneNumber::from_e164(sample::PHONE).expect("the number of a sample is one"),
            zone: Some(sample::ZONE.to_owned()),
            has_booking: false,
        }
    }

    /// What an agent knows of them.
    pub fn variables(&self, agent: &VoiceAgentSettings, now: Timestamp) -> BTreeMap<String, String> {
        let callee = Callee {
            fields: &self.fields,
            phone: &self.phone,
            zone: self.zone.as_deref(),
        };
        variables(agent, &callee, now)
    }
}
