//! What people do to campaigns.

use outdial_domain::Timestamp;
use outdial_domain::call::{Event as CallEvent, State};
use outdial_domain::campaign::{Action, CampaignState, Event, Refused, step};
use outdial_domain::ids::{CampaignId, WorkspaceId};
use outdial_domain::leads::ConsentScope;
use outdial_domain::settings::FieldError;
use outdial_store::{Actor, CampaignRow, StoreError, Tx};

use super::recover::attend;
use crate::dialler::from_engine;
use crate::engine::{Engine, Inner};
use crate::receive::{Reception, receive};

/// Why a campaign does not do what was wanted.
#[derive(Debug, thiserror::Error)]
pub enum OrderCampaign {
    /// There is no such campaign.
    #[error("there is no such campaign")]
    NoSuchCampaign,
    /// It makes no sense where the campaign stands.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Something must be filled in before it may dial.
    #[error("something must be filled in before it may dial")]
    Incomplete(Vec<FieldError>),
    /// Not one lead of its lists has agreed to be called.
    #[error("not one lead in the campaign's lists has agreed {}", .0.spoken())]
    NoConsent(ConsentScope),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Lets something happen to a campaign; the campaign as it stands then.
    ///
    /// # Errors
    /// When it was not done; then nothing has changed.
    pub async fn order_campaign(
        &self,
        workspace: &WorkspaceId,
        id: &CampaignId,
        event: Event,
        by: Actor,
    ) -> Result<CampaignRow, OrderCampaign> {
        let row = order(&self.inner, workspace, id, event, by).await?;
        attend(&self.inner, workspace, id);
        Ok(row)
    }

    /// Somebody changed a campaign's settings or lists: its runner looks at them now.
    pub fn campaign_changed(&self, workspace: &WorkspaceId, id: &CampaignId) {
        if let Some(desk) = self.inner.campaigns.desk(workspace, id) {
            desk.wake.notify_one();
        }
        self.inner.changes.campaign(workspace, id.clone());
    }

    /// Leads agreed to be called, or took that back: the campaigns that run look at them now.
    pub fn consents_changed(&self, workspace: &WorkspaceId) {
        for campaign in self.inner.campaigns.attended(workspace) {
            self.campaign_changed(workspace, &campaign);
        }
    }
}

/// Lets something happen to a campaign, without waking its runner.
pub(super) async fn order(
    inner: &std::sync::Arc<Inner>,
    workspace: &WorkspaceId,
    id: &CampaignId,
    event: Event,
    by: Actor,
) -> Result<CampaignRow, OrderCampaign> {
    let (engine, campaign) = (inner.clone(), id.clone());
    let done = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| Ok(order_in(tx, &engine, &campaign, event, &by)))
        .await??;
    let (row, receptions) = done;
    for reception in receptions {
        inner.follow(workspace, reception);
    }
    inner.changes.campaign(workspace, id.clone());
    Ok(row)
}

fn order_in(
    tx: &mut Tx<'_>,
    inner: &Inner,
    id: &CampaignId,
    event: Event,
    by: &Actor,
) -> Result<(CampaignRow, Vec<Reception>), OrderCampaign> {
    let mut row = tx.campaigns().get(id)?.ok_or(OrderCampaign::NoSuchCampaign)?;
    let answer = step(row.state, event)?;
    if event == Event::Start && row.state != CampaignState::Running {
        let missing = row.settings.missing_to_start();
        if !missing.is_empty() {
            return Err(OrderCampaign::Incomplete(missing));
        }
        if let Some(scope) = row.settings.consent_scope()
            && !tx.consents().any_in(id, scope)?
        {
            return Err(OrderCampaign::NoConsent(scope));
        }
    }
    // What a runner counted may be behind: an agent dials by hand, and that call is to be made.
    if matches!(event, Event::LeadsOver | Event::LinesOver) && !tx.calls().open_of_campaign(id, 1)?.is_empty()
    {
        return Ok((row, Vec::new()));
    }
    let now = inner.clock.now();
    if answer.state != row.state {
        row.state = answer.state;
        row.updated_at = now;
        match answer.state {
            CampaignState::Running => (row.started_at, row.ended_at) = (Some(now), None),
            CampaignState::Stopped | CampaignState::Finished => row.ended_at = Some(now),
            CampaignState::Draft | CampaignState::Paused | CampaignState::Draining => {}
        }
        tx.campaigns().update(&mut row, by)?;
    }
    let mut receptions = Vec::new();
    for action in answer.actions {
        match action {
            Action::Run => {}
            Action::CallOffPlanned => receptions.extend(cancel(tx, inner, id, Reach::Planned)?),
            Action::CancelUnanswered => receptions.extend(cancel(tx, inner, id, Reach::Unanswered)?),
            Action::ReleaseLeads => {
                tx.hopper().release_idle(id, Timestamp(i64::MAX), now)?;
            }
        }
    }
    Ok((row, receptions))
}

/// Which calls are cancelled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those that the carrier has not heard of.
    Planned,
    /// Those that nobody has answered.
    Unanswered,
}

/// Cancels calls of a campaign.
pub(super) fn cancel(
    tx: &mut Tx<'_>,
    inner: &Inner,
    id: &CampaignId,
    reach: Reach,
) -> Result<Vec<Reception>, StoreError> {
    let open = tx.calls().open_of_campaign(id, OPEN_MAX)?;
    let meant = open.into_iter().filter(|row| match row.call.state {
        State::Planned => true,
        State::Dialing | State::Unknown | State::Ringing => reach == Reach::Unanswered,
        State::Waiting | State::Connected | State::Voicemail | State::Ended(_) => false,
    });
    let meant: Vec<_> = meant.map(|row| row.id).collect();
    meant
        .iter()
        .map(|call| {
            receive(
                tx,
                &from_engine(call, CallEvent::CalledOff),
                &inner.surroundings(),
            )
        })
        .collect()
}

/// More open calls than any campaign may have.
pub(super) const OPEN_MAX: u32 = 20_000;
