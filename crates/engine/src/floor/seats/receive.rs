//! Callees who come from elsewhere: a voice agent puts somebody through to a seat of any campaign.

use std::sync::Arc;
use std::time::Duration;

use outdial_domain::ids::{CallId, CampaignId, SeatId, WorkspaceId};
use outdial_media::live::RoomHandle;
use outdial_store::CallRow;
use tokio::sync::watch;

use super::desk::SeatDesk;
use super::expected::Expected;
use super::guest::{Fetching, Guest, Ordered, Place};
use super::handle::Seats;
use super::refusal::SeatRefusal;
use crate::floor::Floor;

/// What the agent at a seat reads of a callee who comes from a voice agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefing {
    /// From whom they come.
    pub by: String,
    /// Who they are and what they want, in two lines at most.
    pub summary: String,
}

/// What came of fetching somebody from the host of a voice agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::floor) enum Fetched {
    /// They are with the agent of the seat.
    Here,
    /// The carrier would not; they are with the voice agent as before.
    Refused,
    /// Whether the carrier did is not known, and they have not come.
    Doubtful,
    /// They left the host and have not come.
    Lost,
}

/// A seat that can take a callee now, whatever its campaign.
#[derive(Debug, Clone)]
pub(in crate::floor) struct OpenSeat {
    pub seat_id: SeatId,
    pub campaign: CampaignId,
    pub name: String,
}

impl Seats {
    /// The seats of a workspace that can take a callee whose audio is here: those of this campaign first, then the
    /// longest-ready.
    pub(in crate::floor) fn ready_anywhere(
        &self,
        workspace: &WorkspaceId,
        first: Option<&CampaignId>,
    ) -> Vec<OpenSeat> {
        let mut ready: Vec<_> = self
            .hall()
            .desks_in(workspace)
            .into_iter()
            .filter(can_take)
            .map(|desk| {
                let rank = (first != Some(&desk.campaign), desk.seat().since, desk.id.clone());
                (rank, desk)
            })
            .collect();
        ready.sort_by(|(one, _), (other, _)| one.cmp(other));
        let seat = |desk: Arc<SeatDesk>| OpenSeat {
            seat_id: desk.id.clone(),
            campaign: desk.campaign.clone(),
            name: desk.name.clone(),
        };
        ready.into_iter().map(|(_, desk)| seat(desk)).collect()
    }

    /// Puts a callee who is in a room of ours through to a seat, whose agent reads the briefing. That room closes behind
    /// them.
    ///
    /// # Errors
    /// When the seat does not take them; they are where they were.
    pub(in crate::floor) async fn receive(
        &self,
        workspace: &WorkspaceId,
        call: Expected,
        row: &CallRow,
        room: &RoomHandle,
        briefing: Briefing,
    ) -> Result<(), SeatRefusal> {
        let place = Place::Holding(room.clone());
        self.promise(workspace, call, row, place, briefing)
            .await
            .map(drop)
    }

    /// Fetches a callee from the host of a voice agent to a seat, whose agent reads the briefing. The row has the leg under
    /// the name by which it can be taken over.
    ///
    /// # Errors
    /// When the seat does not take them; nobody was sent for then.
    pub(in crate::floor) async fn fetch(
        &self,
        workspace: &WorkspaceId,
        call: Expected,
        row: &CallRow,
        briefing: Briefing,
    ) -> Result<Fetched, SeatRefusal> {
        let seat = call.seat.clone();
        let mut fetching = self
            .promise(workspace, call, row, Place::AtHost, briefing)
            .await?;
        let decided = fetching.wait_for(|fetching| fetching.came.is_some());
        let decided = tokio::time::timeout(FETCH_LIMIT, decided).await;
        let fate = match decided {
            Ok(Ok(fate)) => *fate,
            // The guest has left the floor without a word, or nobody decided.
            Ok(Err(_)) | Err(_) => Fetching::default(),
        };
        if fate.came == Some(true) {
            return Ok(Fetched::Here);
        }
        if let Some(desk) = seat.and_then(|seat| self.desk(workspace, &seat).ok()) {
            desk.shown().briefing.take_if(|(of, _)| *of == row.id);
        }
        Ok(match fate.order {
            Some(Ordered::Refused) => Fetched::Refused,
            Some(Ordered::Done) => Fetched::Lost,
            Some(Ordered::Doubtful) | None => Fetched::Doubtful,
        })
    }

    /// Promises somebody who is at a place to a seat.
    async fn promise(
        &self,
        workspace: &WorkspaceId,
        call: Expected,
        row: &CallRow,
        place: Place,
        briefing: Briefing,
    ) -> Result<watch::Receiver<Fetching>, SeatRefusal> {
        let Some(seat) = call.seat.clone() else {
            return Err(SeatRefusal::NoSuchSeat);
        };
        let desk = self.desk(workspace, &seat)?;
        let guest = Guest::new(workspace.clone(), call);
        guest.tell(row);
        guest.answered(
            row.call
                .facts
                .answered_at
                .unwrap_or_else(|| self.inner.clock.now()),
        );
        guest.put(place);
        let fetching = guest.fetching();
        self.hall().expect(guest);
        desk.shown().briefing = Some((row.id.clone(), briefing));
        let taken = self.put_through(workspace, &seat, &row.id).await;
        if taken.is_err() {
            // They leave the floor and not where they are.
            self.hall().forget(&row.id);
            desk.shown().briefing = None;
        }
        taken.map(|_| fetching)
    }

    /// What a voice agent says of the callee of a seat, if they come from one.
    #[must_use]
    pub fn briefing_of(&self, id: &SeatId) -> Option<Briefing> {
        let desk = self.hall().desk(id)?;
        let seat = desk.seat();
        let briefing = desk.shown().briefing.clone();
        briefing
            .filter(|(call, _): &(CallId, Briefing)| seat.call() == Some(call))
            .map(|(_, briefing)| briefing)
    }

    pub(in crate::floor) fn floor(&self) -> &Arc<Floor> {
        &self.floor
    }
}

/// Whether a seat is free, and its room is here.
fn can_take(desk: &Arc<SeatDesk>) -> bool {
    desk.hosted.is_none() && desk.seat().is_free()
}

/// A seat gives up whoever is promised before that.
const FETCH_LIMIT: Duration = Duration::from_secs(9);
