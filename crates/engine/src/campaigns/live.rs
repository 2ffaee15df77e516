//! How a campaign goes, for the people who watch.

use outdial_domain::Timestamp;
use outdial_domain::abandon::{Account, Tally, WINDOW_DAYS, day_of};
use outdial_domain::ids::{CallId, CampaignId, LeadId, WorkspaceId};
use outdial_store::{CampaignRow, LeadsWhere, StoreError};

use super::roster::seating;
use crate::engine::Engine;
use crate::floor::SeatView;

/// A line of a campaign that has not come to an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignLine {
    /// Its call.
    pub call_id: CallId,
    /// Whom it calls.
    pub lead_id: Option<LeadId>,
    /// The name beside the number.
    pub name: Option<String>,
    /// `planned`, `dialing`, `ringing`, `judging`, `wanting`, or `connected` where no seat is needed.
    pub phase: &'static str,
    /// Since when.
    pub since: Timestamp,
}

/// What a runner shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    pub sentence: String,
    pub lines: Vec<CampaignLine>,
}

/// How a campaign goes.
#[derive(Debug, Clone)]
pub struct CampaignLive {
    /// The campaign.
    pub campaign: CampaignRow,
    /// Why it dials as it does.
    pub sentence: String,
    /// Its lines that have not come to an agent.
    pub lines: Vec<CampaignLine>,
    /// Its agents.
    pub seats: Vec<SeatView>,
    /// What its calls came to today (UTC).
    pub today: Tally,
    /// What its calls came to in all.
    pub in_all: Tally,
    /// Live answers and abandoned calls of the last 30 days.
    pub abandons: Account,
    /// Leads in its lists.
    pub leads: u64,
    /// How many leads it has looked at stand where, and why.
    pub stand_where: Vec<LeadsWhere>,
    /// When the next lead is due again; nothing when some are due already.
    pub next_due: Option<Timestamp>,
}

impl Engine {
    /// The campaigns that run, are paused, or finish what they began.
    #[must_use]
    pub fn attended_campaigns(&self, workspace: &WorkspaceId) -> Vec<CampaignId> {
        self.inner.campaigns.attended(workspace)
    }

    /// How a campaign goes; nothing when there is none with this id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn campaign_live(
        &self,
        workspace: &WorkspaceId,
        id: &CampaignId,
    ) -> Result<Option<CampaignLive>, StoreError> {
        let (campaign, now) = (id.clone(), self.now());
        let today = day_of(now);
        let rows = self.inner.store.workspace(workspace.clone());
        let read = rows.read(move |tx| {
            let Some(row) = tx.campaigns().get(&campaign)? else {
                return Ok(None);
            };
            let window = account(tx.campaign_counts().since(&campaign, today - WINDOW_DAYS + 1)?);
            Ok(Some(CampaignLive {
                sentence: String::new(),
                lines: Vec::new(),
                seats: Vec::new(),
                today: tx.campaign_counts().since(&campaign, today)?,
                in_all: tx.campaign_counts().since(&campaign, 0)?,
                abandons: window,
                leads: tx.campaigns().lead_count(&campaign)?,
                stand_where: tx.campaign_leads().stand_where(&campaign)?,
                next_due: tx.campaign_leads().next_due(&campaign)?.filter(|at| *at > now),
                campaign: row,
            }))
        });
        let Some(mut live) = read.await? else {
            return Ok(None);
        };
        if let Some(seating) = seating(&self.inner) {
            live.seats = seating.of_campaign(workspace, id);
        }
        if let Some(desk) = self.inner.campaigns.desk(workspace, id) {
            let shown = desk.shown().clone();
            live.sentence = shown.sentence;
            live.lines = shown.lines;
        }
        Ok(Some(live))
    }
}

/// The account of abandoned calls within a sum of days.
pub(super) fn account(sum: Tally) -> Account {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Account {
        live_answers: count(sum.live_answers),
        abandoned: count(sum.abandoned),
    }
}
