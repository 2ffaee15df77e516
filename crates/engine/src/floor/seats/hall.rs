//! What all seats share: the open campaigns, the seats of this process, and the callees that are expected or here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::ids::{CallId, CampaignId, SeatId, WorkspaceId};
use outdial_domain::seat::Limits;
use tokio::sync::mpsc;

use super::campaign::{OpenCampaign, REPORTS_MAX, SeatRules};
use super::desk::SeatDesk;
use super::guest::Guest;
use super::passing::Visitor;
use super::report::Report;
use super::view::ReadySeat;
use crate::floor::hosted::HostedRoom;

/// What all seats share.
#[derive(Default)]
pub(crate) struct SeatHall {
    pub(super) limits: Limits,
    pub(super) pass_limits: outdial_domain::transfer::Limits,
    campaigns: Mutex<BTreeMap<(WorkspaceId, CampaignId), OpenCampaign>>,
    desks: Mutex<BTreeMap<SeatId, Arc<SeatDesk>>>,
    guests: Mutex<BTreeMap<CallId, Arc<Guest>>>,
    visitors: Mutex<BTreeMap<CallId, Arc<Visitor>>>,
}

impl SeatHall {
    pub(in crate::floor) fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    pub(super) fn open_campaign(&self, workspace: &WorkspaceId, id: &CampaignId, rules: SeatRules) {
        let key = (workspace.clone(), id.clone());
        let mut campaigns = self.campaigns();
        match campaigns.get_mut(&key) {
            Some(open) => open.rules = rules,
            None => {
                campaigns.insert(key, OpenCampaign { rules, reports: None });
            }
        }
    }

    pub(super) fn close_campaign(&self, workspace: &WorkspaceId, id: &CampaignId) {
        self.campaigns().remove(&(workspace.clone(), id.clone()));
    }

    pub(super) fn rules(&self, workspace: &WorkspaceId, id: &CampaignId) -> Option<SeatRules> {
        let key = (workspace.clone(), id.clone());
        self.campaigns().get(&key).map(|open| open.rules.clone())
    }

    pub(super) fn listen(&self, workspace: &WorkspaceId, id: &CampaignId) -> Option<mpsc::Receiver<Report>> {
        let key = (workspace.clone(), id.clone());
        let mut campaigns = self.campaigns();
        let open = campaigns.get_mut(&key)?;
        let (sender, reports) = mpsc::channel(REPORTS_MAX);
        open.reports = Some(sender);
        Some(reports)
    }

    pub(super) fn report(&self, workspace: &WorkspaceId, id: &CampaignId, report: Report) {
        if let Some(open) = self.campaigns().get(&(workspace.clone(), id.clone())) {
            open.tell(report);
        }
    }

    pub(in crate::floor) fn guest(&self, call: &CallId) -> Option<Arc<Guest>> {
        self.guests().get(call).cloned()
    }

    /// Expects a call; one that is expected already stays as it is.
    pub(super) fn expect(&self, guest: Guest) {
        let call = guest.id().clone();
        self.guests().entry(call).or_insert_with(|| Arc::new(guest));
    }

    pub(super) fn forget(&self, call: &CallId) -> Option<Arc<Guest>> {
        self.guests().remove(call)
    }

    /// The leg of this call that was rung from a seat.
    pub(in crate::floor) fn visitor(&self, call: &CallId) -> Option<Arc<Visitor>> {
        self.visitors().get(call).cloned()
    }

    /// Awaits a leg that is rung from a seat.
    pub(super) fn let_in(&self, visitor: Arc<Visitor>) {
        self.visitors().insert(visitor.call.clone(), visitor);
    }

    /// Such a leg is wanted no more.
    pub(super) fn let_out(&self, call: &CallId) {
        let gone = self.visitors().remove(call);
        if let Some(gone) = gone {
            gone.leave();
        }
    }

    pub(super) fn guests_of(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<Arc<Guest>> {
        let guests = self.guests();
        let of = |guest: &&Arc<Guest>| guest.workspace == *workspace && guest.wish.campaign == *campaign;
        guests.values().filter(of).cloned().collect()
    }

    pub(super) fn desk(&self, seat: &SeatId) -> Option<Arc<SeatDesk>> {
        self.desks().get(seat).cloned()
    }

    /// A seat whose agent and callees meet at the carrier, and their room there.
    pub(in crate::floor) fn hosted(&self, seat: &SeatId) -> Option<(Arc<SeatDesk>, Arc<HostedRoom>)> {
        let desk = self.desk(seat)?;
        let room = desk.hosted.clone()?;
        Some((desk, room))
    }

    pub(super) fn set_up(&self, desk: Arc<SeatDesk>) {
        self.desks().insert(desk.id.clone(), desk);
    }

    pub(super) fn clear(&self, seat: &SeatId) {
        self.desks().remove(seat);
    }

    pub(super) fn desks_of(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<Arc<SeatDesk>> {
        let desks = self.desks();
        let of = |desk: &&Arc<SeatDesk>| desk.workspace == *workspace && desk.campaign == *campaign;
        desks.values().filter(of).cloned().collect()
    }

    /// The seats of a workspace on which somebody sits.
    pub(super) fn desks_in(&self, workspace: &WorkspaceId) -> Vec<Arc<SeatDesk>> {
        let desks = self.desks();
        let of = |desk: &&Arc<SeatDesk>| desk.workspace == *workspace;
        desks.values().filter(of).cloned().collect()
    }

    /// The seats to which a callee may be put through, the longest-ready first.
    pub(super) fn free_seats(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<ReadySeat> {
        let mut ready = Vec::new();
        for desk in self.desks_of(workspace, campaign) {
            let seat = desk.seat();
            if seat.is_free() {
                ready.push(ReadySeat {
                    seat_id: desk.id.clone(),
                    user_id: desk.user_id.clone(),
                    since: seat.since,
                });
            }
        }
        ready.sort_by(|one, other| (one.since, &one.seat_id).cmp(&(other.since, &other.seat_id)));
        ready
    }

    fn campaigns(&self) -> MutexGuard<'_, BTreeMap<(WorkspaceId, CampaignId), OpenCampaign>> {
        self.campaigns
            .lock()
            .expect("no code panics while it holds this lock")
    }

    fn desks(&self) -> MutexGuard<'_, BTreeMap<SeatId, Arc<SeatDesk>>> {
        self.desks
            .lock()
            .expect("no code panics while it holds this lock")
    }

    fn visitors(&self) -> MutexGuard<'_, BTreeMap<CallId, Arc<Visitor>>> {
        self.visitors
            .lock()
            .expect("no code panics while it holds this lock")
    }

    fn guests(&self) -> MutexGuard<'_, BTreeMap<CallId, Arc<Guest>>> {
        self.guests
            .lock()
            .expect("no code panics while it holds this lock")
    }
}
