//! At start, and whenever one is told to do something: a campaign that needs it gets a runner.

use std::sync::Arc;

use outdial_domain::campaign::CampaignState;
use outdial_domain::ids::{CampaignId, WorkspaceId};

use super::runner;
use crate::engine::Inner;

/// Gives every campaign of an earlier life its runner. Their calls are reconciled by the machinery of all calls.
pub(crate) async fn recover(inner: &Arc<Inner>) {
    loop {
        match inner.store.system().read(|tx| tx.attended_campaigns()).await {
            Ok(campaigns) => {
                for (workspace, campaign) in campaigns {
                    attend(inner, &workspace, &campaign);
                }
                return;
            }
            Err(why) => {
                tracing::error!(error = %why, "campaigns of an earlier run cannot be read; trying again");
                tokio::select! {
                    () = tokio::time::sleep(STORE_PAUSE) => {}
                    () = inner.stop.cancelled() => return,
                }
            }
        }
    }
}

/// Gives a campaign a runner, or wakes the one that it has.
pub(super) fn attend(inner: &Arc<Inner>, workspace: &WorkspaceId, campaign: &CampaignId) {
    if inner.stop.is_cancelled() {
        return;
    }
    let Some(desk) = inner.campaigns.sit_down(workspace, campaign) else {
        return;
    };
    let engine = inner.clone();
    let (workspace, campaign) = (workspace.clone(), campaign.clone());
    inner.begin(async move {
        runner::run(&engine, &workspace, &campaign, &desk).await;
        engine.campaigns.get_up(&workspace, &campaign);
        engine.changes.campaign(&workspace, campaign.clone());
        // Somebody may have started it again while this runner was leaving.
        if needs_somebody(&engine, &workspace, &campaign).await {
            attend(&engine, &workspace, &campaign);
        }
    });
}

async fn needs_somebody(inner: &Arc<Inner>, workspace: &WorkspaceId, campaign: &CampaignId) -> bool {
    let (rows, id) = (inner.store.workspace(workspace.clone()), campaign.clone());
    let found = rows.read(move |tx| tx.campaigns().get(&id)).await;
    let state = found.ok().flatten().map(|campaign| campaign.state);
    matches!(
        state,
        Some(CampaignState::Running | CampaignState::Paused | CampaignState::Draining)
    )
}

const STORE_PAUSE: std::time::Duration = std::time::Duration::from_millis(500);
