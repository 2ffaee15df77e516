//! From a reserved lead to a planned call: the rules are asked, and the reservation, the call and what it says of the
//! lead are one transaction. The dial loop asks the rules once more at the instant of dialling.

use std::sync::Arc;

use outdial_domain::call::Treatment;
use outdial_domain::campaign::{CampaignSettings, WaitingSound as Sound};
use outdial_domain::ids::{CallId, CarrierAccountId, LeadId, SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_store::{CallRow, CampaignRow, StoreError, Tx};

use super::planner::Planner;
use super::seating::Seating;
use crate::engine::Inner;
use crate::floor::{Expected, WaitingSound};

/// Through what a campaign calls.
#[derive(Debug, Clone)]
pub(super) struct Through {
    pub account: CarrierAccountId,
    pub caller_id: Option<PhoneNumber>,
}

impl Through {
    /// The account and the number that a campaign presents.
    pub fn of(inner: &Inner, workspace: &WorkspaceId, settings: &CampaignSettings) -> Option<Self> {
        let account = match (&settings.account_id, &settings.voice_agent_id) {
            (chosen, Some(_)) => inner.accounts.for_voice_agent(workspace, chosen.as_ref()),
            (Some(id), None) => inner.accounts.find(workspace, id),
            (None, None) => inner.accounts.default_of(workspace),
        }?;
        Some(Self {
            account: account.id.clone(),
            caller_id: settings.caller_id.clone().or_else(|| account.caller_id.clone()),
        })
    }

    /// Why nobody can be called for whom our own voice agent would talk, if it would and its model is away.
    pub fn speechless(
        &self,
        inner: &Inner,
        workspace: &WorkspaceId,
        settings: &CampaignSettings,
    ) -> Option<String> {
        let account = inner.accounts.find(workspace, &self.account)?;
        if settings.treatment() != Treatment::VoiceAgent || account.carrier.agents().is_some() {
            return None;
        }
        let away = inner.services.speech_away(workspace)?;
        Some(format!(
            "The speech model cannot be reached ({}), so nobody is called.",
            away.why
        ))
    }

    /// Whether the account's carrier is away.
    pub fn is_cut_off(&self, inner: &Inner, workspace: &WorkspaceId) -> bool {
        let account = inner.accounts.find(workspace, &self.account);
        account.is_some_and(|account| account.is_away())
    }
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
        let Some(ready) = planner.judge(&reserved.lead_id)? else {
            continue;
        };
        let row = planner.write_down(ready)?;
        if let (Some(seating), Treatment::Agent) = (seating, row.policy.treatment) {
            seating.expect(tx.workspace(), expected_by(campaign, &row.id));
        }
        planned.push(row);
    }
    Ok(planned)
}

/// A lead that one agent is to be shown: the next that may be called now, kept for that seat.
pub(super) fn keep_next(
    tx: &mut Tx<'_>,
    inner: &Inner,
    campaign: &CampaignRow,
    through: &Through,
    seat: &SeatId,
    only: Option<&LeadId>,
) -> Result<Option<LeadId>, StoreError> {
    let settings = tx.settings().current()?.settings;
    let waiting = match only {
        Some(lead) => vec![lead.clone()],
        None => {
            let waiting = tx.hopper().waiting(&campaign.id, SHOWN_TRIES)?;
            waiting.into_iter().map(|reserved| reserved.lead_id).collect()
        }
    };
    for lead in waiting {
        let mut planner = Planner {
            tx,
            inner,
            campaign,
            through,
            settings: &settings,
            now: inner.clock.now(),
        };
        if planner.judge(&lead)?.is_none() {
            continue;
        }
        let until = planner.now.plus_ms(SHOWN_LEASE_MS);
        if tx.hopper().show(&campaign.id, &lead, seat, until)? {
            return Ok(Some(lead));
        }
    }
    Ok(None)
}

/// A call as the seats expect it.
pub(super) fn expected_by(campaign: &CampaignRow, call: &CallId) -> Expected {
    Expected {
        campaign: campaign.id.clone(),
        call: call.clone(),
        sound: match campaign.settings.waiting_sound {
            Sound::Silence => WaitingSound::Silence,
            Sound::Music => WaitingSound::Music,
        },
        detect: campaign.settings.amd.policy.detects(),
        record: campaign.settings.record,
        at_once: campaign.settings.puts_through_at_once(),
        seat: None,
    }
}

/// Whom a rule or a limit speaks against makes room for the next; so many are looked at in one transaction.
const SHOWN_TRIES: u32 = 20;
/// A lead that is shown is kept for as long as the runner sees it there.
pub(super) const SHOWN_LEASE_MS: i64 = 60_000;
