//! Lets watchers and campaigns know that something came of a talk.

use std::sync::Arc;

use outdial_carrier::{CarrierEvent, LegRef, News};
use outdial_domain::ids::{CallId, WorkspaceId};
use outdial_domain::voice_agent::ConversationNews;

use crate::engine::Inner;

/// The calls whose talks are reported.
pub(crate) fn reported(reports: &[CarrierEvent]) -> Vec<(Option<CallId>, Option<LegRef>)> {
    reports
        .iter()
        .filter(|report| {
            matches!(
                &report.news,
                Some(News::Conversation(ConversationNews::Report(_)))
            )
        })
        .map(|report| (report.call_id.clone(), report.leg.clone()))
        .collect()
}

impl Inner {
    /// Shows a call whose talk was reported.
    pub(crate) async fn show_reported(
        self: &Arc<Self>,
        workspace: &WorkspaceId,
        call: Option<CallId>,
        leg: Option<LegRef>,
    ) {
        let rows = self.store.workspace(workspace.clone());
        let found = match (call, leg) {
            (Some(call), _) => Ok(Some(call)),
            (None, Some(leg)) => {
                let by_leg = rows.read(move |tx| tx.calls().by_leg(leg.as_str())).await;
                by_leg.map(|row| row.map(|row| row.id))
            }
            (None, None) => Ok(None),
        };
        match found {
            Ok(Some(call)) => self.show_talk(workspace, &call).await,
            Ok(None) => {}
            Err(why) => tracing::warn!(error = %why, "a call with a report could not be shown"),
        }
    }

    /// Shows a call anew, and lets its campaign look for what is due.
    pub(crate) async fn show_talk(self: &Arc<Self>, workspace: &WorkspaceId, call: &CallId) {
        let id = call.clone();
        let rows = self.store.workspace(workspace.clone());
        match rows.read(move |tx| tx.calls().get(&id)).await {
            Ok(Some(row)) => {
                self.campaigns.call_moved(workspace, &row);
                if let Some(campaign) = &row.campaign_id {
                    self.changes.campaign(workspace, campaign.clone());
                }
                if let Some(lead) = &row.lead_id {
                    self.changes.lead(workspace, lead.clone());
                }
                self.changes.call(workspace, row);
            }
            Ok(None) => {}
            Err(why) => tracing::warn!(call.id = %call, error = %why, "a call could not be shown anew"),
        }
    }
}
