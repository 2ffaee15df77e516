//! The door to the seats, for campaigns' runners and for people.

use std::sync::Arc;

use outdial_domain::ids::{CallId, CampaignId, SeatId, WorkspaceId};
use tokio::sync::{mpsc, oneshot};

use super::campaign::SeatRules;
use super::desk::{Order, SeatDesk};
use super::expected::Expected;
use super::guest::{Guest, Place};
use super::hall::SeatHall;
use super::refusal::SeatRefusal;
use super::report::Report;
use super::view::{PutThrough, ReadySeat, SeatView, WaitingCall};
use crate::engine::{Engine, Inner};
use crate::floor::Floor;

/// The door to the seats. Cheap to clone.
#[derive(Clone)]
pub struct Seats {
    pub(super) inner: Arc<Inner>,
    pub(super) floor: Arc<Floor>,
}

impl Engine {
    /// The seats of agents, when this process has audio.
    #[must_use]
    pub fn seats(&self) -> Option<Seats> {
        Seats::of(&self.inner)
    }
}

impl Seats {
    /// The seats, when this process has audio.
    pub(crate) fn of(inner: &Arc<Inner>) -> Option<Self> {
        Some(Self {
            inner: inner.clone(),
            floor: inner.floor()?,
        })
    }

    /// Lets agents sign in to a campaign, or says anew what it asks of them.
    pub fn open_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId, rules: SeatRules) {
        self.hall().open_campaign(workspace, campaign, rules);
    }

    /// Lets nobody sign in any more. Who is signed in stays; their seats are reported to nobody.
    pub fn close_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId) {
        self.hall().close_campaign(workspace, campaign);
    }

    /// What happens to a campaign's calls and seats from now on; whoever listened before hears no more. Nothing when the
    /// campaign is not open.
    #[must_use]
    pub fn reports(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Option<mpsc::Receiver<Report>> {
        self.hall().listen(workspace, campaign)
    }

    /// Ready seats of a campaign, the longest-ready first.
    #[must_use]
    pub fn ready(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<ReadySeat> {
        self.hall().free_seats(workspace, campaign)
    }

    /// All seats of a campaign that somebody sits on, for pacing and views.
    #[must_use]
    pub fn of_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<SeatView> {
        let desks = self.hall().desks_of(workspace, campaign);
        desks.iter().map(|desk| desk.view()).collect()
    }

    /// Lets a call go its own way, because the campaign has given its leg other orders, or will not dial it: it leaves the
    /// floor and is not hung up.
    pub fn dismiss(&self, workspace: &WorkspaceId, call: &CallId) {
        let guest = self.hall().guest(call);
        if let Some(guest) = guest.filter(|guest| guest.workspace == *workspace) {
            self.hall().part(&guest);
            self.hall().forget(call);
        }
    }

    /// Expects a call of a campaign. To be said before it is dialled: without it, whoever answers is let go.
    pub fn expect(&self, workspace: &WorkspaceId, call: Expected) {
        self.hall().expect(Guest::new(workspace.clone(), call));
    }

    /// The callees of a campaign who wait, the longest-waiting first.
    #[must_use]
    pub fn waiting(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<WaitingCall> {
        let guests = self.hall().guests_of(workspace, campaign);
        let mut waiting: Vec<WaitingCall> = guests.iter().filter_map(|guest| guest.waiting()).collect();
        waiting.sort_by(|one, other| (one.answered_at, &one.call).cmp(&(other.answered_at, &other.call)));
        waiting
    }

    /// Reserves a seat and puts a callee who waits through to it. Of two callees for one seat one gets
    /// [`SeatRefusal::SeatTaken`], and of two seats for one callee one gets [`SeatRefusal::NotWaiting`].
    ///
    /// # Errors
    /// When the two do not hear each other; the callee waits as before, if they wait at all.
    pub async fn put_through(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        call: &CallId,
    ) -> Result<PutThrough, SeatRefusal> {
        let desk = self.desk(workspace, seat)?;
        let (done, answer) = oneshot::channel();
        let call = call.clone();
        let asked = desk.orders.send(Order::Take { call, done }).await;
        match (asked, answer.await) {
            (Ok(()), Ok(answer)) => answer,
            // It ended in this moment.
            (Ok(()) | Err(_), _) => Err(SeatRefusal::Offline),
        }
    }

    /// Whether the callee of a call and an agent hear each other.
    #[must_use]
    pub fn is_heard(&self, workspace: &WorkspaceId, call: &CallId) -> bool {
        let guest = self.hall().guest(call);
        let guest = guest.filter(|guest| guest.workspace == *workspace);
        let Some(Place::With(seat)) = guest.map(|guest| guest.place()) else {
            return false;
        };
        let desk = self.hall().desk(&seat);
        desk.is_some_and(|desk| desk.seat().callee() == Some(call))
    }

    /// Whether the agent of a seat and its callees meet at the carrier.
    #[must_use]
    pub fn is_at_carrier(&self, id: &SeatId) -> bool {
        self.hall().hosted(id).is_some()
    }

    pub(super) fn hall(&self) -> &SeatHall {
        &self.floor.seats
    }

    pub(super) fn desk(&self, workspace: &WorkspaceId, seat: &SeatId) -> Result<Arc<SeatDesk>, SeatRefusal> {
        let desk = self.hall().desk(seat);
        desk.filter(|desk| desk.workspace == *workspace)
            .ok_or(SeatRefusal::NoSuchSeat)
    }
}

impl std::fmt::Debug for Seats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seats").finish_non_exhaustive()
    }
}
