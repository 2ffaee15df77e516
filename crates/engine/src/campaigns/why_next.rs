//! Why a lead is, or is not, called with the next batch.

use outdial_domain::Timestamp;
use outdial_domain::automation::{Check, DueFacts, checks, next_at};
use outdial_domain::campaign::CampaignState;
use outdial_domain::ids::{CampaignId, LeadId, WorkspaceId};
use outdial_domain::leads::LeadStatus;
use outdial_domain::rules::{Decision, NeededConsent, RuleCode};
use outdial_store::{CampaignLead, LeadPlace, StoreError, Tx};

use super::plan::Through;
use super::planner::{Planner, number_of};
use crate::compliance;
use crate::engine::{Engine, Inner};

/// Why a lead is, or is not, called with the next batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNext {
    /// Whether it is.
    pub is_next: bool,
    /// When it may be called at the earliest; nothing when that is for people to change.
    pub at: Option<Timestamp>,
    /// Everything that must hold.
    pub checks: Vec<Check>,
}

impl Engine {
    /// Why a lead is, or is not, called with the next batch of a campaign; nothing when either is not there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn why_next(
        &self,
        workspace: &WorkspaceId,
        campaign: &CampaignId,
        lead: &LeadId,
    ) -> Result<Option<WhyNext>, StoreError> {
        let (inner, of) = (self.inner.clone(), workspace.clone());
        let (campaign, lead) = (campaign.clone(), lead.clone());
        let rows = self.inner.store.workspace(workspace.clone());
        let facts = rows
            .read(move |tx| facts(tx, &inner, &of, &campaign, &lead))
            .await?;
        Ok(facts.map(|facts| {
            let checks = checks(&facts);
            WhyNext {
                is_next: checks.iter().all(|check| check.holds),
                at: next_at(&facts),
                checks,
            }
        }))
    }
}

fn facts(
    tx: &mut Tx<'_>,
    inner: &Inner,
    workspace: &WorkspaceId,
    campaign: &CampaignId,
    lead: &LeadId,
) -> Result<Option<DueFacts>, StoreError> {
    let now = inner.clock.now();
    let (Some(campaign), Some(lead)) = (tx.campaigns().get(campaign)?, tx.leads().get(lead)?) else {
        return Ok(None);
    };
    let own = tx.campaign_leads().get(&campaign.id, &lead.id)?;
    let pulse = tx.automation().pulse(&campaign.id)?;
    let in_lists = tx.campaigns().lists(&campaign.id)?.contains(&lead.list_id);
    let number = number_of(&lead, own.as_ref().map_or(0, |own| own.number));
    let settings = tx.settings().current()?.settings;
    let mut rule;
    if let Some(through) = Through::of(inner, workspace, &campaign.settings) {
        let consent = campaign.settings.consent_scope().map(|scope| NeededConsent {
            scope,
            given: Some(lead.consents.has(scope)),
        });
        let decision = compliance::decide_number(
            tx,
            &number,
            None,
            consent,
            &settings,
            through.caller_id.as_ref(),
            now,
        )?;
        rule = match decision {
            Decision::Allow { .. } => None,
            Decision::Postpone { until, refusal, .. } => Some((refusal.message, Some(until))),
            Decision::Refuse { refusal, .. } => Some((refusal.message, None)),
        };
        let mut planner = Planner {
            tx,
            inner,
            campaign: &campaign,
            through: &through,
            settings: &settings,
            now,
        };
        if rule.is_none()
            && let Some(cap) = planner.cap(&number)?
        {
            let until = match cap.place {
                LeadPlace::Due(at) => Some(at),
                LeadPlace::Taken | LeadPlace::Done | LeadPlace::LeftOut => None,
            };
            rule = Some((cap.sentence(), until));
        }
    } else {
        rule = Some(("No carrier account is configured.".to_owned(), None));
    }
    // The call that is under way speaks for itself.
    if lead.standing.status == LeadStatus::Calling {
        rule = None;
    }
    let schedule = campaign.settings.schedule.as_ref();
    let place = own.as_ref().map(|own| own.place);
    Ok(Some(DueFacts {
        is_on: campaign.state == CampaignState::Running,
        breaker: pulse
            .open_until
            .filter(|until| *until > now)
            .map(|until| (pulse.open_why.clone().unwrap_or_default(), until)),
        in_lists,
        status: lead.standing.status,
        result: lead.standing.result,
        attempts: own.as_ref().map_or(0, |own| own.attempts),
        attempts_max: campaign.settings.retry.no_answer.attempts_max,
        due_at: match place {
            Some(LeadPlace::Due(at)) => Some(at),
            Some(LeadPlace::Taken | LeadPlace::Done | LeadPlace::LeftOut) | None => None,
        },
        is_done: own.as_ref().is_some_and(is_done_with),
        rule,
        hours_from: schedule
            .filter(|schedule| !schedule.is_open(now))
            .and_then(|schedule| schedule.next_opening(now)),
        next_run_at: pulse.next_at,
        now,
    }))
}

/// Whether only people can let it be called again. One that was left out for want of consent is called once it is given,
/// and the rule says so.
fn is_done_with(own: &CampaignLead) -> bool {
    match own.place {
        LeadPlace::Done => true,
        LeadPlace::LeftOut => own.why != RuleCode::ConsentMissing.as_str(),
        LeadPlace::Due(_) | LeadPlace::Taken => false,
    }
}
