//! The loop: take in, serve whoever waits, dial, sleep.

use std::collections::BTreeMap;
use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::campaign::CampaignState;
use outdial_domain::ids::{CallId, CampaignId, WorkspaceId};
use outdial_domain::pace::{EndedLine, Line as Paced};
use outdial_domain::seat::Policy;
use outdial_store::{CampaignRow, StoreError};
use tokio::sync::mpsc;

use super::line::Line;
use crate::campaigns::orders::{OPEN_MAX, Reach, cancel};
use crate::campaigns::plan::expected_by;
use crate::campaigns::roster::{Desk, seating};
use crate::campaigns::seating::Seating;
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::floor::{Report, SeatRules};

/// How many lines there are, and how those stand that the pacer counts.
pub(super) type Standing = (usize, Vec<Paced>);

/// What a runner knows.
pub(super) struct Runner<'a> {
    pub inner: &'a Arc<Inner>,
    pub workspace: &'a WorkspaceId,
    pub id: &'a CampaignId,
    pub desk: &'a Desk,
    pub seating: Option<Arc<dyn Seating>>,
    pub campaign: CampaignRow,
    pub lines: BTreeMap<CallId, Line>,
    /// What ended since the pacer was last asked.
    pub ended: Vec<EndedLine>,
    /// Whether leads may be shown to agents, so that they must be taken from them should that end.
    pub shows: bool,
    /// When leads behind the cursor were last looked for.
    pub looked_behind_at: Option<Timestamp>,
    /// How the lines stood when the pacer was last asked, and when it is to be asked again if nothing happens.
    pub looked: Option<(Standing, Option<Timestamp>)>,
    /// Its lines moved while the pacer's answer was carried out: what it was told is not true any more.
    pub moved_meanwhile: bool,
}

/// Runs until the campaign needs nobody any more, or the engine stops.
pub(in crate::campaigns) async fn run(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    id: &CampaignId,
    desk: &Desk,
) {
    let mut reports = None;
    let mut runner = None;
    loop {
        let round = match &mut runner {
            None => begin(inner, workspace, id, desk, &mut reports)
                .await
                .map(|begun| {
                    runner = begun;
                    runner.is_some().then(|| Some(inner.clock.now()))
                }),
            Some(runner) => round(runner, &mut reports).await,
        };
        let wake_at = match round {
            Ok(Some(wake_at)) => wake_at,
            Ok(None) => return,
            Err(why) => {
                tracing::error!(campaign.id = %id, error = %why, "a campaign cannot go on; trying again");
                Some(inner.clock.now().plus_ms(STORE_PAUSE_MS))
            }
        };
        let pause = async {
            match wake_at {
                Some(at) => sleep_until(inner.clock.as_ref(), at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = pause => {}
            () = desk.wake.notified() => {
                if let Some(runner) = &mut runner {
                    runner.looked = None;
                }
            }
            () = desk.stirred.notified() => {}
            report = next_report(&mut reports) => {
                if let (Some(runner), Some(report)) = (&mut runner, report) {
                    runner.looked = None;
                    runner.catch_up().await;
                    runner.hear(report).await;
                }
            }
            () = inner.stop.cancelled() => return,
        }
    }
}

async fn next_report(reports: &mut Option<mpsc::Receiver<Report>>) -> Option<Report> {
    match reports {
        Some(receiver) => {
            let report = receiver.recv().await;
            if report.is_none() {
                *reports = None;
            }
            report
        }
        None => std::future::pending().await,
    }
}

/// Reads how the campaign stands. Calls for agents that were only planned are taken back: whoever they were for is gone.
async fn begin<'a>(
    inner: &'a Arc<Inner>,
    workspace: &'a WorkspaceId,
    id: &'a CampaignId,
    desk: &'a Desk,
    reports: &mut Option<mpsc::Receiver<Report>>,
) -> Result<Option<Runner<'a>>, StoreError> {
    let (engine, campaign) = (inner.clone(), id.clone());
    let found = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            let Some(row) = tx.campaigns().get(&campaign)? else {
                return Ok(None);
            };
            // Those for a voice agent are for nobody who could be gone.
            let taken_back = match row.settings.voice_agent_id {
                Some(_) => Vec::new(),
                None => cancel(tx, &engine, &campaign, Reach::Planned)?,
            };
            let now = engine.clock.now();
            tx.hopper().release_idle(&campaign, Timestamp(i64::MAX), now)?;
            Ok(Some((
                row,
                taken_back,
                tx.calls().open_of_campaign(&campaign, OPEN_MAX)?,
            )))
        })
        .await?;
    let Some((campaign, taken_back, open)) = found else {
        return Ok(None);
    };
    for reception in taken_back {
        inner.follow(workspace, reception);
    }
    let seating = seating(inner);
    if let Some(seating) = &seating {
        seating.open_campaign(workspace, id, seat_rules(&campaign));
        *reports = seating.reports(workspace, id);
        for row in &open {
            seating.expect(workspace, expected_by(&campaign, &row.id));
            // Whoever answered before this process was there may wait still.
            if let Some(floor) = inner.floor() {
                crate::floor::call_moved(inner, &floor, row);
            }
        }
    }
    let mut runner = Runner {
        shows: false,
        inner,
        workspace,
        id,
        desk,
        seating,
        campaign,
        lines: BTreeMap::new(),
        ended: Vec::new(),
        looked_behind_at: None,
        looked: None,
        moved_meanwhile: false,
    };
    // Their reservations have just ended.
    runner.withdraw_all().await;
    for row in open {
        runner.call_moved(Arc::new(row)).await;
    }
    Ok(Some(runner))
}

/// One round; says when the next is due, or nothing when the campaign is done with.
async fn round(
    runner: &mut Runner<'_>,
    reports: &mut Option<mpsc::Receiver<Report>>,
) -> Result<Option<Option<Timestamp>>, StoreError> {
    while let Some(report) = reports.as_mut().and_then(|receiver| receiver.try_recv().ok()) {
        runner.looked = None;
        runner.catch_up().await;
        runner.hear(report).await;
    }
    runner.catch_up().await;
    runner.wake_lines().await;
    let pause_until = runner.dial().await?;
    runner.show();
    let is_over = match runner.campaign.state {
        CampaignState::Draft | CampaignState::Stopped | CampaignState::Finished => runner.lines.is_empty(),
        CampaignState::Running | CampaignState::Paused | CampaignState::Draining => false,
    };
    if is_over {
        if let Some(seating) = &runner.seating {
            seating.close_campaign(runner.workspace, runner.id);
        }
        return Ok(None);
    }
    let deadline = runner
        .lines
        .values()
        .filter_map(|line| line.waiting.deadline())
        .min();
    Ok(Some([pause_until, deadline].into_iter().flatten().min()))
}

impl Runner<'_> {
    /// Takes in how its calls stand. Before anything is heard of a call: one that was made for a single seat was written down
    /// elsewhere, and its audio may come first.
    async fn catch_up(&mut self) {
        for row in self.desk.take_moved() {
            self.call_moved(row).await;
        }
    }
}

/// What the campaign asks of its agents.
pub(super) fn seat_rules(campaign: &CampaignRow) -> SeatRules {
    SeatRules {
        name: campaign.name.clone(),
        policy: Policy {
            wrap_up_ms: campaign
                .settings
                .wrap_up_s
                .map(|seconds| i64::from(seconds) * 1_000),
            disposition_mandatory: campaign.settings.disposition_required,
        },
    }
}

const STORE_PAUSE_MS: i64 = 500;
