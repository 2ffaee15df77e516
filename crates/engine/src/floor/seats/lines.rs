//! Which lines agents see: calls of a campaign belong to nobody until a person is there, and are shown to those who are
//! next. They are dealt out among the ready seats as cards are.

use std::sync::Arc;

use outdial_domain::ids::{CampaignId, SeatId, WorkspaceId};
use outdial_store::CallRow;

use super::guest::Guest;
use super::hall::SeatHall;
use super::handle::Seats;

impl Seats {
    /// The lines that may soon be a seat's: a share of what is dialled, rings or waits while it is ready.
    #[must_use]
    pub fn lines(&self, workspace: &WorkspaceId, campaign: &CampaignId, seat: &SeatId) -> Vec<Arc<CallRow>> {
        self.hall()
            .dealt(workspace, campaign)
            .into_iter()
            .filter(|(to, _)| to == seat)
            .filter_map(|(_, guest)| guest.row())
            .collect()
    }
}

impl SeatHall {
    /// The seat that sees a line.
    pub(super) fn shown_to(&self, guest: &Guest) -> Option<SeatId> {
        self.dealt(&guest.workspace, &guest.wish.campaign)
            .into_iter()
            .find(|(_, dealt)| dealt.id() == guest.id())
            .map(|(seat, _)| seat)
    }

    fn dealt(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<(SeatId, Arc<Guest>)> {
        let seats = self.free_seats(workspace, campaign);
        if seats.is_empty() {
            return Vec::new();
        }
        // The oldest line goes to the agent who has waited longest.
        let lines = self.guests_of(workspace, campaign);
        let lines = lines
            .into_iter()
            .filter(|guest| guest.is_line() && guest.wish.seat.is_none());
        seats
            .iter()
            .map(|ready| ready.seat_id.clone())
            .cycle()
            .zip(lines)
            .collect()
    }
}
