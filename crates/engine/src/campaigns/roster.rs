//! The campaigns that somebody looks after, and what their runners are told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use outdial_domain::ids::{CallId, CampaignId, WorkspaceId};
use outdial_store::CallRow;
use tokio::sync::Notify;

use super::live::Shown;
use super::seating::Seating;
use crate::engine::Inner;
use crate::floor::Seats;

/// The outside of a campaign's runner.
#[derive(Default)]
pub(super) struct Desk {
    /// The campaign is not what it was: its runner looks at all of it.
    pub wake: Notify,
    /// One of its calls is not what it was.
    pub stirred: Notify,
    /// The newest version of each call that changed since the runner last looked: never more than it has calls.
    moved: Mutex<BTreeMap<CallId, Arc<CallRow>>>,
    shown: Mutex<Shown>,
}

/// The campaigns that somebody looks after.
#[derive(Default)]
pub(crate) struct Roster {
    desks: Mutex<BTreeMap<(WorkspaceId, CampaignId), Arc<Desk>>>,
    seating: OnceLock<Arc<dyn Seating>>,
}

impl Desk {
    pub fn tell(&self, row: &CallRow) {
        let mut moved = self
            .moved
            .lock()
            .expect("no code panics while it holds this lock");
        let is_newer = moved
            .get(&row.id)
            .is_none_or(|known| known.revision <= row.revision);
        if is_newer {
            moved.insert(row.id.clone(), Arc::new(row.clone()));
        }
        drop(moved);
        self.stirred.notify_one();
    }

    pub fn take_moved(&self) -> Vec<Arc<CallRow>> {
        let moved = std::mem::take(
            &mut *self
                .moved
                .lock()
                .expect("no code panics while it holds this lock"),
        );
        moved.into_values().collect()
    }

    pub fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

impl Roster {
    /// Agents are reached through this from now on; later calls change nothing.
    pub fn seat_through(&self, seating: Arc<dyn Seating>) {
        // There is one for the life of an engine.
        let _ = self.seating.set(seating);
    }

    /// Tells a call's campaign how the call stands.
    pub fn call_moved(&self, workspace: &WorkspaceId, row: &CallRow) {
        let Some(campaign) = &row.campaign_id else { return };
        if let Some(seating) = self.seating.get() {
            seating.call_moved(row);
        }
        if let Some(desk) = self.desk(workspace, campaign) {
            desk.tell(row);
        }
    }

    pub fn given_way_in(&self, row: &CallRow) -> Option<Vec<outdial_domain::instruction::Instruction>> {
        self.seating.get()?.way_in(row)
    }

    pub(super) fn desk(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Option<Arc<Desk>> {
        self.desks().get(&(workspace.clone(), campaign.clone())).cloned()
    }

    /// Lets whoever looks after campaigns of a workspace look at them now.
    pub fn look_again(&self, workspace: &WorkspaceId) {
        let desks = self.desks();
        for (_, desk) in desks.iter().filter(|((of, _), _)| of == workspace) {
            desk.wake.notify_one();
        }
    }

    /// The campaigns of a workspace that somebody looks after.
    pub fn attended(&self, workspace: &WorkspaceId) -> Vec<CampaignId> {
        let desks = self.desks();
        let here = desks.keys().filter(|(of, _)| of == workspace);
        here.map(|(_, campaign)| campaign.clone()).collect()
    }

    /// A desk for a runner; nothing when the campaign has one.
    pub(super) fn sit_down(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Option<Arc<Desk>> {
        let mut desks = self.desks();
        let key = (workspace.clone(), campaign.clone());
        if let Some(desk) = desks.get(&key) {
            desk.wake.notify_one();
            return None;
        }
        let desk = Arc::new(Desk::default());
        desks.insert(key, desk.clone());
        Some(desk)
    }

    pub(super) fn get_up(&self, workspace: &WorkspaceId, campaign: &CampaignId) {
        self.desks().remove(&(workspace.clone(), campaign.clone()));
    }

    fn desks(&self) -> MutexGuard<'_, BTreeMap<(WorkspaceId, CampaignId), Arc<Desk>>> {
        self.desks
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

/// The agents of campaigns, if this process can reach any.
pub(super) fn seating(inner: &Arc<Inner>) -> Option<Arc<dyn Seating>> {
    if let Some(given) = inner.campaigns.seating.get() {
        return Some(given.clone());
    }
    Seats::of(inner).map(|seats| Arc::new(seats) as Arc<dyn Seating>)
}
