//! Turns what the engine notes into frames for watchers: written once, sent to all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use outdial_domain::ids::{CampaignId, ImportId, LeadId, RoomId, RunId, SeatId, WorkspaceId};
use outdial_engine::{Engine, WorkspaceChanges};
use outdial_store::{CallFilter, CallRow, PageRequest, Sort, StatsFilter, Store, StoreError};
use serde::Serialize;
use tokio::sync::broadcast;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::campaigns::{CampaignFigures, CampaignsChanged};
use super::ring::{Frame, Readers, Ring};
use super::written::{LiveNames, Written};
use crate::http::calls::view::{CallNames, CallView};
use crate::http::campaigns::CampaignSummary;
use crate::http::imports::ImportView;
use crate::http::leads::LeadView;
use crate::http::names::AccountNames;
use crate::http::rooms::{RoomView, StoredRoom};
use crate::http::runs::view::{RunView, read_run};
use crate::http::seats::{SeatView, StoredSeat};
use crate::http::stats::Stats;
use crate::importing::ImportDesk;

/// What a watcher receives.
#[derive(Debug, Clone)]
pub enum LiveFrame {
    /// The next frame.
    Frame(Frame),
    /// Too much changed: start over from a snapshot.
    StartOver,
}

/// The live channels of all workspaces.
#[derive(Clone)]
pub struct LiveFeed {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    engine: Engine,
    imports: Arc<ImportDesk>,
    /// Numbers of a new life begin behind those of any earlier one.
    first_seq: u64,
    channels: Mutex<BTreeMap<WorkspaceId, Channel>>,
    written: Written,
    campaigns: CampaignFigures,
}

struct Channel {
    ring: Ring,
    sender: broadcast::Sender<LiveFrame>,
    /// Figures are sent less often than calls, so what changed is remembered.
    runs_changed: std::collections::BTreeSet<RunId>,
    stats_changed: bool,
    campaigns_changed: CampaignsChanged,
    figures_due: Instant,
    watched_until: Instant,
}

/// A place in the feed.
pub struct Subscription {
    /// What was missed, when the watcher came back in time; otherwise it needs a snapshot.
    pub missed: Option<Vec<Frame>>,
    /// The number of the newest frame at that moment.
    pub seq: u64,
    /// What follows.
    pub receiver: broadcast::Receiver<LiveFrame>,
}

/// The frame that a watcher starts from.
#[derive(Serialize)]
struct Snapshot<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    seq: u64,
    stats: Stats,
    calls: Vec<CallView>,
    runs: Vec<RunView>,
    rooms: Vec<RoomView>,
    seats: Vec<SeatView>,
    imports: Vec<ImportView>,
    campaigns: Vec<&'a CampaignSummary>,
}

/// The frame that says what changed.
#[derive(Clone, Copy, Serialize)]
struct ChangesFrame<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    seq: u64,
    calls: &'a [CallView],
    runs: &'a [RunView],
    leads: &'a [LeadView],
    rooms: &'a [RoomView],
    seats: &'a [SeatView],
    imports: &'a [ImportView],
    campaigns: &'a [&'a CampaignSummary],
    stats: Option<&'a Stats>,
    removed: &'a [String],
}

impl Default for ChangesFrame<'_> {
    /// Nothing changed.
    fn default() -> Self {
        Self {
            kind: "changes",
            seq: 0,
            calls: &[],
            runs: &[],
            leads: &[],
            rooms: &[],
            seats: &[],
            imports: &[],
            campaigns: &[],
            stats: None,
            removed: &[],
        }
    }
}

impl Channel {
    /// Sends the next frame; `items` says how long it will be.
    fn send(&mut self, changes: ChangesFrame<'_>, items: usize) {
        let readers = if changes.campaigns.is_empty() {
            Readers::All
        } else {
            Readers::OfCampaigns
        };
        let frame = self.ring.push(readers, |seq| {
            json(&ChangesFrame { seq, ..changes }, expected_size(items))
        });
        // Nobody watches at the moment: the ring keeps it for whoever comes back.
        let _ = self.sender.send(LiveFrame::Frame(frame));
    }
}

impl LiveFeed {
    /// A feed that sends nothing until [`LiveFeed::run`] is called.
    #[must_use]
    pub fn new(store: Store, engine: Engine, imports: Arc<ImportDesk>) -> Self {
        let first_seq = u64::try_from(engine.now().0 / 1_000).unwrap_or(0);
        let shared = Shared {
            store,
            engine,
            imports,
            first_seq,
            channels: Mutex::default(),
            written: Written::default(),
            campaigns: CampaignFigures::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Sends what changes until `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        loop {
            let figures_due = self.next_figures();
            tokio::select! {
                () = self.shared.engine.changes().changed() => {}
                () = sleep_until(figures_due) => {}
                () = stop.cancelled() => return,
            }
            // Whatever happens in this moment goes into one frame.
            tokio::time::sleep(GATHER).await;
            let drained = self.shared.engine.changes().drain();
            for (workspace, changes) in drained {
                let leads = changed_leads(&changes);
                let (rooms, seats) = (changes.rooms.clone(), changes.seats.clone());
                let imports = changes.imports.clone();
                self.gather(&workspace, changes);
                self.send_leads(&workspace, leads).await;
                self.send_rooms(&workspace, rooms).await;
                self.send_seats(&workspace, seats).await;
                self.send_imports(&workspace, imports).await;
            }
            self.send_figures().await;
            self.send_campaigns().await;
        }
    }

    /// Takes a place in a workspace's feed; `since` is the last frame that the watcher has.
    #[must_use]
    pub fn subscribe(&self, workspace: &WorkspaceId, since: Option<u64>) -> Subscription {
        let mut channels = self.channels();
        let channel = channels.entry(workspace.clone()).or_insert_with(|| Channel {
            ring: Ring::starting_after(
                u64::try_from(self.shared.engine.now().0 / 1_000).unwrap_or(self.shared.first_seq),
            ),
            sender: broadcast::channel(WATCHER_LAG_MAX).0,
            runs_changed: std::collections::BTreeSet::new(),
            stats_changed: false,
            campaigns_changed: CampaignsChanged::default(),
            figures_due: Instant::now(),
            watched_until: Instant::now() + LINGER,
        });
        Subscription {
            missed: since.and_then(|since| channel.ring.after(since)),
            seq: channel.ring.last_seq(),
            receiver: channel.sender.subscribe(),
        }
    }

    /// The frame that a watcher starts from.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn snapshot(
        &self,
        workspace: &WorkspaceId,
        seq: u64,
        readers: Readers,
    ) -> Result<String, StoreError> {
        let campaigns = match readers {
            Readers::All => Vec::new(),
            Readers::OfCampaigns => self.campaigns_now(workspace).await?,
        };
        let now = self.shared.engine.now();
        let (here, asked) = (workspace.clone(), self.shared.engine.seats());
        let (stats, calls, runs, rooms, seats, imports) = self
            .shared
            .store
            .workspace(workspace.clone())
            .read(move |tx| {
                let stats = tx.calls().stats(&StatsFilter::default())?;
                let hours = tx.calls().per_hour(now.plus_ms(-DAY_MS), now)?;
                let newest = PageRequest::first(SNAPSHOT_CALLS);
                let calls = tx.calls().list(&CallFilter::default(), Sort::NEWEST, &newest)?;
                let mut runs = Vec::new();
                for run in tx.runs().list(&PageRequest::first(SNAPSHOT_RUNS))?.items {
                    runs.extend(read_run(tx, &run.id, now)?);
                }
                let mut rooms = Vec::new();
                for row in tx.rooms().live(SNAPSHOT_ROOMS)? {
                    rooms.push(StoredRoom::complete(tx, row)?);
                }
                let mut seats = Vec::new();
                for row in tx.seats().live(SNAPSHOT_SEATS)? {
                    seats.push(StoredSeat::complete(tx, row, asked.as_ref(), &here, now)?);
                }
                let imports = tx.imports().list(&PageRequest::first(SNAPSHOT_IMPORTS))?.items;
                Ok((
                    Stats::of(&stats, &hours),
                    calls.items,
                    runs,
                    rooms,
                    seats,
                    imports,
                ))
            })
            .await?;
        let names = AccountNames::of(&self.shared.engine, workspace);
        let calls: Vec<_> = calls.iter().map(|row| CallView::of(row, &names)).collect();
        let size = expected_size(calls.len());
        let rooms = rooms
            .iter()
            .map(|room| RoomView::of(room, &self.shared.engine, &names))
            .collect();
        let seats = seats
            .iter()
            .map(|seat| SeatView::of(seat, &self.shared.engine, now))
            .collect();
        let snapshot = Snapshot {
            kind: "snapshot",
            seq,
            stats,
            calls,
            runs,
            rooms,
            seats,
            imports: imports
                .iter()
                .map(|row| ImportView::brief(row, &self.shared.imports))
                .collect(),
            campaigns: campaigns.iter().map(AsRef::as_ref).collect(),
        };
        Ok(json(&snapshot, size))
    }

    /// Campaigns that somebody looks after.
    async fn campaigns_now(&self, workspace: &WorkspaceId) -> Result<Vec<Arc<CampaignSummary>>, StoreError> {
        let engine = &self.shared.engine;
        let mut attended = engine.attended_campaigns(workspace);
        attended.truncate(SNAPSHOT_CAMPAIGNS);
        self.shared.campaigns.lately(engine, workspace, &attended).await
    }

    fn gather(&self, workspace: &WorkspaceId, changes: WorkspaceChanges) {
        let mut channels = self.channels();
        let Some(channel) = channels.get_mut(workspace) else {
            return;
        };
        if channel.sender.receiver_count() > 0 {
            channel.watched_until = Instant::now() + LINGER;
        } else if channel.watched_until < Instant::now() {
            channels.remove(workspace);
            return;
        }
        if changes.start_over {
            channel.ring = Ring::starting_after(channel.ring.last_seq() + 1);
            // Without a receiver there is nobody to tell.
            let _ = channel.sender.send(LiveFrame::StartOver);
            return;
        }
        channel.campaigns_changed.note(changes.campaigns);
        channel.stats_changed |= !changes.calls.is_empty();
        channel.runs_changed.extend(changes.runs);
        channel
            .runs_changed
            .extend(changes.calls.values().filter_map(|row| row.run_id.clone()));
        if !changes.calls.is_empty() {
            let names = LiveNames {
                accounts: AccountNames::of(&self.shared.engine, workspace),
                written: &self.shared.written,
            };
            let (calls, removed) = sort_out(changes.calls.values().map(AsRef::as_ref), &names);
            let changes = ChangesFrame {
                calls: &calls,
                removed: &removed,
                ..ChangesFrame::default()
            };
            channel.send(changes, calls.len());
        }
    }

    /// Sends leads that changed, themselves or by their calls. They are read anew: what is sent is what is stored.
    async fn send_leads(&self, workspace: &WorkspaceId, leads: BTreeSet<LeadId>) {
        if leads.is_empty() || !self.is_watched(workspace) {
            return;
        }
        let now = self.shared.engine.now();
        let rows = self.shared.store.workspace(workspace.clone());
        let read = rows.read(move |tx| {
            let mut views = Vec::with_capacity(leads.len());
            for lead in &leads {
                views.extend(tx.leads().get(lead)?.map(|row| LeadView::of(&row, now)));
            }
            Ok(views)
        });
        let read = read.await;
        let mut channels = self.channels();
        let Some(channel) = channels.get_mut(workspace) else {
            return;
        };
        let leads = match read {
            Ok(leads) => leads,
            Err(why) => {
                tracing::warn!(error = %why, "changed leads cannot be read; watchers start over");
                channel.ring = Ring::starting_after(channel.ring.last_seq() + 1);
                let _ = channel.sender.send(LiveFrame::StartOver);
                return;
            }
        };
        let changes = ChangesFrame {
            leads: &leads,
            ..ChangesFrame::default()
        };
        channel.send(changes, leads.len());
    }

    /// Sends rooms that changed, themselves or their audio.
    async fn send_rooms(&self, workspace: &WorkspaceId, rooms: BTreeSet<RoomId>) {
        if rooms.is_empty() || !self.is_watched(workspace) {
            return;
        }
        let rows = self.shared.store.workspace(workspace.clone());
        let read = rows.read(move |tx| {
            let mut found = Vec::with_capacity(rooms.len());
            for room in &rooms {
                if let Some(row) = tx.rooms().get(room)? {
                    found.push(StoredRoom::complete(tx, row)?);
                }
            }
            Ok(found)
        });
        let found = match read.await {
            Ok(found) => found,
            Err(why) => {
                // The next change of the room, which is seconds away, tells the same.
                tracing::warn!(error = %why, "changed rooms cannot be read");
                return;
            }
        };
        let names = AccountNames::of(&self.shared.engine, workspace);
        let rooms: Vec<_> = found
            .iter()
            .map(|room| RoomView::of(room, &self.shared.engine, &names))
            .collect();
        let mut channels = self.channels();
        let Some(channel) = channels.get_mut(workspace) else {
            return;
        };
        let changes = ChangesFrame {
            rooms: &rooms,
            ..ChangesFrame::default()
        };
        channel.send(changes, 2 * rooms.len());
    }

    /// Sends seats that changed, themselves, their audio or their lines.
    async fn send_seats(&self, workspace: &WorkspaceId, seats: BTreeSet<SeatId>) {
        if seats.is_empty() || !self.is_watched(workspace) {
            return;
        }
        let now = self.shared.engine.now();
        let (here, asked) = (workspace.clone(), self.shared.engine.seats());
        let rows = self.shared.store.workspace(workspace.clone());
        let read = rows.read(move |tx| {
            let mut found = Vec::with_capacity(seats.len());
            for seat in &seats {
                if let Some(row) = tx.seats().get(seat)? {
                    found.push(StoredSeat::complete(tx, row, asked.as_ref(), &here, now)?);
                }
            }
            Ok(found)
        });
        let found = match read.await {
            Ok(found) => found,
            Err(why) => {
                // The next change of the seat, which is seconds away, tells the same.
                tracing::warn!(error = %why, "changed seats cannot be read");
                return;
            }
        };
        let seats: Vec<_> = found
            .iter()
            .map(|seat| SeatView::of(seat, &self.shared.engine, now))
            .collect();
        let mut channels = self.channels();
        let Some(channel) = channels.get_mut(workspace) else {
            return;
        };
        // How many agents are ready, talk or are away is among a campaign's figures.
        let campaigns = seats.iter().filter_map(|seat| seat.campaign_id.parse().ok());
        channel.campaigns_changed.note(campaigns);
        let changes = ChangesFrame {
            seats: &seats,
            ..ChangesFrame::default()
        };
        channel.send(changes, 2 * seats.len());
    }

    /// Sends imports that changed or came further.
    async fn send_imports(&self, workspace: &WorkspaceId, imports: BTreeSet<ImportId>) {
        if imports.is_empty() || !self.is_watched(workspace) {
            return;
        }
        let rows = self.shared.store.workspace(workspace.clone());
        let read = rows.read(move |tx| {
            let mut found = Vec::with_capacity(imports.len());
            for import in &imports {
                found.extend(tx.imports().get(import)?);
            }
            Ok(found)
        });
        let found = match read.await {
            Ok(found) => found,
            Err(why) => {
                // Its next part, or its end, tells the same.
                tracing::warn!(error = %why, "changed imports cannot be read");
                return;
            }
        };
        let imports: Vec<_> = found
            .iter()
            .map(|row| ImportView::brief(row, &self.shared.imports))
            .collect();
        let mut channels = self.channels();
        let Some(channel) = channels.get_mut(workspace) else {
            return;
        };
        let changes = ChangesFrame {
            imports: &imports,
            ..ChangesFrame::default()
        };
        channel.send(changes, imports.len());
    }

    fn is_watched(&self, workspace: &WorkspaceId) -> bool {
        self.channels().contains_key(workspace)
    }

    /// Sends run counts and statistics where they changed and the last ones are old enough.
    async fn send_figures(&self) {
        let now = Instant::now();
        let mut due = Vec::new();
        for (workspace, channel) in self.channels().iter_mut() {
            let changed = channel.stats_changed || !channel.runs_changed.is_empty();
            if changed && channel.figures_due <= now {
                channel.figures_due = now + FIGURES_EVERY;
                channel.stats_changed = false;
                due.push((workspace.clone(), std::mem::take(&mut channel.runs_changed)));
            }
        }
        for (workspace, runs) in due {
            if let Err(why) = self.send_figures_of(&workspace, runs.clone()).await {
                tracing::warn!(error = %why, "figures for the live channel cannot be read; trying again");
                if let Some(channel) = self.channels().get_mut(&workspace) {
                    channel.stats_changed = true;
                    channel.runs_changed.extend(runs);
                }
            }
        }
    }

    /// Sends campaigns that changed and were not told of lately.
    async fn send_campaigns(&self) {
        let now = Instant::now();
        let mut due = Vec::new();
        for (workspace, channel) in self.channels().iter_mut() {
            let campaigns = channel.campaigns_changed.take_due(now);
            if !campaigns.is_empty() {
                due.push((workspace.clone(), campaigns));
            }
        }
        for (workspace, campaigns) in due {
            if let Err(why) = self.send_campaigns_of(&workspace, &campaigns).await {
                tracing::warn!(error = %why, "campaigns for the live channel cannot be read; trying again");
                if let Some(channel) = self.channels().get_mut(&workspace) {
                    channel.campaigns_changed.note(campaigns);
                }
            }
        }
    }

    async fn send_campaigns_of(
        &self,
        workspace: &WorkspaceId,
        campaigns: &[CampaignId],
    ) -> Result<(), StoreError> {
        let (figures, engine) = (&self.shared.campaigns, &self.shared.engine);
        let found = figures.anew(engine, workspace, campaigns).await?;
        let campaigns: Vec<&CampaignSummary> = found.iter().map(AsRef::as_ref).collect();
        if let Some(channel) = self.channels().get_mut(workspace)
            && !campaigns.is_empty()
        {
            let changes = ChangesFrame {
                campaigns: &campaigns,
                ..ChangesFrame::default()
            };
            channel.send(changes, campaigns.len());
        }
        Ok(())
    }

    async fn send_figures_of(
        &self,
        workspace: &WorkspaceId,
        runs: std::collections::BTreeSet<RunId>,
    ) -> Result<(), StoreError> {
        let now = self.shared.engine.now();
        let (stats, runs) = self
            .shared
            .store
            .workspace(workspace.clone())
            .read(move |tx| {
                let stats = tx.calls().stats(&StatsFilter::default())?;
                let hours = tx.calls().per_hour(now.plus_ms(-DAY_MS), now)?;
                let mut views = Vec::with_capacity(runs.len());
                for run in runs {
                    views.extend(read_run(tx, &run, now)?);
                }
                Ok((Stats::of(&stats, &hours), views))
            })
            .await?;
        if let Some(channel) = self.channels().get_mut(workspace) {
            let changes = ChangesFrame {
                runs: &runs,
                stats: Some(&stats),
                ..ChangesFrame::default()
            };
            channel.send(changes, runs.len());
        }
        Ok(())
    }

    /// When figures that changed but were sent recently may be sent again.
    fn next_figures(&self) -> Option<Instant> {
        let (channels, now) = (self.channels(), Instant::now());
        let waiting = channels
            .values()
            .filter(|channel| channel.stats_changed || !channel.runs_changed.is_empty());
        let campaigns = channels
            .values()
            .filter_map(|channel| channel.campaigns_changed.next_due(now));
        waiting.map(|channel| channel.figures_due).chain(campaigns).min()
    }

    fn channels(&self) -> std::sync::MutexGuard<'_, BTreeMap<WorkspaceId, Channel>> {
        self.shared
            .channels
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

/// The leads that changed, and those whose calls did.
fn changed_leads(changes: &WorkspaceChanges) -> BTreeSet<LeadId> {
    if changes.start_over {
        return BTreeSet::new();
    }
    let by_calls = changes.calls.values().filter_map(|row| row.lead_id.clone());
    changes.leads.iter().cloned().chain(by_calls).collect()
}

/// Calls to show, and ids of calls that left the log.
fn sort_out<'a>(
    rows: impl ExactSizeIterator<Item = &'a CallRow>,
    names: &dyn CallNames,
) -> (Vec<CallView>, Vec<String>) {
    let (mut calls, mut removed) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        if row.archived {
            removed.push(row.id.to_string());
        } else {
            calls.push(CallView::of(row, names));
        }
    }
    (calls, removed)
}

/// The frame with this number, for somebody who may not read what it tells.
pub fn nothing_new(seq: u64) -> String {
    let nothing = ChangesFrame {
        seq,
        ..ChangesFrame::default()
    };
    json(&nothing, expected_size(0))
}

fn json(frame: &impl Serialize, size: usize) -> String {
    let mut text = Vec::with_capacity(size);
    serde_json::to_writer(&mut text, frame)
        .expect("frames hold only strings, numbers, lists and maps with string keys");
    String::from_utf8(text).expect("JSON is UTF-8")
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// How long a frame of so many calls or runs will be, so that its text need not be moved while it grows.
fn expected_size(items: usize) -> usize {
    (items + 1) * ITEM_BYTES
}

/// Long enough to merge a burst, short enough that nobody sees it.
const GATHER: Duration = Duration::from_millis(40);
/// A call with a message of some length.
const ITEM_BYTES: usize = 1_280;
/// Figures cost a few queries, so they follow the calls at this pace.
const FIGURES_EVERY: Duration = Duration::from_millis(250);
/// How long frames are kept for a watcher who may come back.
const LINGER: Duration = Duration::from_secs(60);
/// A watcher that falls this far behind starts over.
const WATCHER_LAG_MAX: usize = 256;
const SNAPSHOT_CALLS: u32 = 200;
const SNAPSHOT_RUNS: u32 = 20;
/// Enough to see the ones that are under way.
const SNAPSHOT_IMPORTS: u32 = 10;
/// More agents than talk at once in one workspace of one machine.
const SNAPSHOT_ROOMS: u32 = 500;
const SNAPSHOT_SEATS: u32 = 500;
/// More campaigns than run at once on one machine.
const SNAPSHOT_CAMPAIGNS: usize = 100;
const DAY_MS: i64 = 24 * 3_600 * 1_000;
