//! What a campaign asks of its agents, and where its runner listens.

use outdial_domain::seat::Policy;
use tokio::sync::mpsc;

use super::report::Report;

/// What a campaign asks of its agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRules {
    /// Its name, for people.
    pub name: String,
    /// Time and duty of the work after a call.
    pub policy: Policy,
}

/// A campaign that agents may sign in to.
pub(super) struct OpenCampaign {
    pub rules: SeatRules,
    pub reports: Option<mpsc::Sender<Report>>,
}

impl OpenCampaign {
    /// Tells the runner. What it has no room for it finds by asking for what waits and who is ready.
    pub fn tell(&self, report: Report) {
        let Some(runner) = &self.reports else { return };
        if let Err(mpsc::error::TrySendError::Full(lost)) = runner.try_send(report) {
            tracing::warn!(report = ?lost, "a campaign's runner is behind");
        }
    }
}

/// Some seconds of a busy campaign.
pub(super) const REPORTS_MAX: usize = 4_096;
