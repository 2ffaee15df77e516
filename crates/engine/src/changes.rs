//! What changed since the live feed last looked: the newest version of each call, at most one per call.
//!
//! The engine notes changes after they are durable; one feed per process drains them every few milliseconds.
//! A burst of events about one call therefore costs every watcher one message, not one per event.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use outdial_domain::ids::{CallId, CampaignId, ImportId, LeadId, RoomId, RunId, SeatId, WorkspaceId};
use outdial_store::CallRow;
use tokio::sync::Notify;

/// What changed in one workspace.
#[derive(Debug, Default, Clone)]
pub struct WorkspaceChanges {
    /// The newest version of each changed call.
    pub calls: BTreeMap<CallId, Arc<CallRow>>,
    /// Runs whose own row changed (their counts change with their calls).
    pub runs: BTreeSet<RunId>,
    /// Leads that changed beside their calls (a changed call says itself which lead it is made to).
    pub leads: BTreeSet<LeadId>,
    /// Rooms that changed, themselves or their audio.
    pub rooms: BTreeSet<RoomId>,
    /// Seats that changed, themselves or their audio.
    pub seats: BTreeSet<SeatId>,
    /// Imports of leads that changed, or came further.
    pub imports: BTreeSet<ImportId>,
    /// Campaigns that changed, themselves or their lines.
    pub campaigns: BTreeSet<CampaignId>,
    /// More changed than is kept: watchers need a fresh snapshot.
    pub start_over: bool,
}

/// Collects changes until they are drained.
#[derive(Debug, Default)]
pub struct Changes {
    pending: Mutex<BTreeMap<WorkspaceId, WorkspaceChanges>>,
    wake: Notify,
}

impl Changes {
    /// Notes the newest version of a call.
    pub fn call(&self, workspace: &WorkspaceId, row: CallRow) {
        self.note(workspace, |changes| {
            if changes.calls.len() >= CALLS_KEPT_MAX && !changes.calls.contains_key(&row.id) {
                changes.start_over = true;
                changes.calls.clear();
            }
            // Commits are noted by whoever asked for them, and not always in their order.
            let is_newer = |known: &Arc<CallRow>| known.revision <= row.revision;
            if !changes.start_over && changes.calls.get(&row.id).is_none_or(is_newer) {
                changes.calls.insert(row.id.clone(), Arc::new(row));
            }
        });
    }

    /// Notes that a run's own row changed.
    pub fn run(&self, workspace: &WorkspaceId, run: RunId) {
        self.note(workspace, |changes| {
            changes.runs.insert(run);
        });
    }

    /// Notes that a lead changed.
    pub fn lead(&self, workspace: &WorkspaceId, lead: LeadId) {
        self.note(workspace, |changes| {
            changes.leads.insert(lead);
        });
    }

    /// Notes that a room changed.
    pub fn room(&self, workspace: &WorkspaceId, room: RoomId) {
        self.note(workspace, |changes| {
            changes.rooms.insert(room);
        });
    }

    /// Notes that a seat changed.
    pub fn seat(&self, workspace: &WorkspaceId, seat: SeatId) {
        self.note(workspace, |changes| {
            changes.seats.insert(seat);
        });
    }

    /// Notes that an import of leads changed, or came further.
    pub fn import(&self, workspace: &WorkspaceId, import: ImportId) {
        self.note(workspace, |changes| {
            changes.imports.insert(import);
        });
    }

    /// Notes that a campaign changed.
    pub fn campaign(&self, workspace: &WorkspaceId, campaign: CampaignId) {
        self.note(workspace, |changes| {
            changes.campaigns.insert(campaign);
        });
    }

    /// Notes that so much changed that watchers should start from a fresh snapshot.
    pub fn everything(&self, workspace: &WorkspaceId) {
        self.note(workspace, |changes| {
            changes.start_over = true;
            changes.calls.clear();
        });
    }

    /// Takes what has gathered, per workspace.
    pub fn drain(&self) -> BTreeMap<WorkspaceId, WorkspaceChanges> {
        std::mem::take(
            &mut *self
                .pending
                .lock()
                .expect("no code panics while it holds this lock"),
        )
    }

    /// Waits until there is something to drain.
    pub async fn changed(&self) {
        self.wake.notified().await;
    }

    fn note(&self, workspace: &WorkspaceId, change: impl FnOnce(&mut WorkspaceChanges)) {
        let mut pending = self
            .pending
            .lock()
            .expect("no code panics while it holds this lock");
        if let Some(changes) = pending.get_mut(workspace) {
            change(changes);
        } else {
            change(pending.entry(workspace.clone()).or_default());
        }
        drop(pending);
        self.wake.notify_one();
    }
}

/// Beyond this many changed calls in one tick a fresh snapshot is cheaper than the changes.
const CALLS_KEPT_MAX: usize = 5_000;
