//! Campaigns on the live channel. A campaign changes many times a second while it dials; its figures are worked out
//! at most once a second, and once for all who watch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::{CampaignId, WorkspaceId};
use outdial_engine::Engine;
use outdial_store::StoreError;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::http::campaigns::CampaignSummary;

/// Which campaigns of a workspace changed, and when each was told of last.
#[derive(Debug, Default)]
pub struct CampaignsChanged {
    changed: BTreeSet<CampaignId>,
    told: BTreeMap<CampaignId, Instant>,
}

/// The campaigns as they were worked out last.
#[derive(Debug, Default)]
pub struct CampaignFigures {
    /// Held while figures are worked out: whoever comes meanwhile waits for them instead of working them out again.
    known: Mutex<BTreeMap<(WorkspaceId, CampaignId), Known>>,
}

#[derive(Debug)]
struct Known {
    at: Instant,
    summary: Arc<CampaignSummary>,
}

impl CampaignsChanged {
    /// Notes that these changed.
    pub fn note(&mut self, campaigns: impl IntoIterator<Item = CampaignId>) {
        self.changed.extend(campaigns);
    }

    /// Takes those that changed and were not told of lately.
    pub fn take_due(&mut self, now: Instant) -> Vec<CampaignId> {
        self.told.retain(|_, at| now.duration_since(*at) < EVERY);
        let changed = std::mem::take(&mut self.changed).into_iter();
        let (later, due): (BTreeSet<_>, BTreeSet<_>) =
            changed.partition(|campaign| self.told.contains_key(campaign));
        self.changed = later;
        self.told
            .extend(due.iter().map(|campaign| (campaign.clone(), now)));
        due.into_iter().collect()
    }

    /// When the next of those that changed may be told of.
    pub fn next_due(&self, now: Instant) -> Option<Instant> {
        let due_at = |campaign: &CampaignId| self.told.get(campaign).map_or(now, |at| *at + EVERY);
        self.changed.iter().map(due_at).min()
    }
}

impl CampaignFigures {
    /// Works out campaigns that changed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn anew(
        &self,
        engine: &Engine,
        workspace: &WorkspaceId,
        campaigns: &[CampaignId],
    ) -> Result<Vec<Arc<CampaignSummary>>, StoreError> {
        self.of(engine, workspace, campaigns, Duration::ZERO).await
    }

    /// Campaigns as they were within the last second.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lately(
        &self,
        engine: &Engine,
        workspace: &WorkspaceId,
        campaigns: &[CampaignId],
    ) -> Result<Vec<Arc<CampaignSummary>>, StoreError> {
        self.of(engine, workspace, campaigns, EVERY).await
    }

    async fn of(
        &self,
        engine: &Engine,
        workspace: &WorkspaceId,
        campaigns: &[CampaignId],
        age_max: Duration,
    ) -> Result<Vec<Arc<CampaignSummary>>, StoreError> {
        let mut known = self.known.lock().await;
        known.retain(|_, known| known.at.elapsed() < EVERY);
        let mut found = Vec::with_capacity(campaigns.len());
        for id in campaigns {
            let key = (workspace.clone(), id.clone());
            let fresh = known.get(&key).filter(|known| known.at.elapsed() < age_max);
            if let Some(fresh) = fresh {
                found.push(fresh.summary.clone());
                continue;
            }
            let at = Instant::now();
            if let Some(live) = engine.campaign_live(workspace, id).await? {
                let summary = Arc::new(CampaignSummary::of(&live));
                found.push(summary.clone());
                known.insert(key, Known { at, summary });
            }
        }
        Ok(found)
    }
}

/// Nobody reads faster.
const EVERY: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign(number: u128) -> CampaignId {
        CampaignId::from_bits(number)
    }

    fn ms(length: u64) -> Duration {
        Duration::from_millis(length)
    }

    #[test]
    fn a_campaign_is_told_of_at_once_and_then_once_a_second() {
        let (mut changed, start) = (CampaignsChanged::default(), Instant::now());
        let told = (0..100).map(|turn| {
            changed.note([campaign(1)]);
            changed.take_due(start + ms(50 * turn)).len()
        });
        assert_eq!(told.sum::<usize>(), 5);
    }

    #[test]
    fn campaigns_do_not_wait_for_each_other() {
        let (mut changed, start) = (CampaignsChanged::default(), Instant::now());
        changed.note([campaign(1)]);
        assert_eq!(changed.take_due(start), [campaign(1)]);
        let later = start + ms(400);
        changed.note([campaign(1), campaign(2)]);
        assert_eq!(changed.next_due(later), Some(later));
        assert_eq!(changed.take_due(later), [campaign(2)]);
        assert_eq!(changed.next_due(later), Some(start + EVERY));
        assert_eq!(changed.take_due(start + EVERY), [campaign(1)]);
        assert_eq!(changed.next_due(start + EVERY), None);
    }
}
