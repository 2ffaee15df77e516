//! Leads that are shown to one seat, and calls that are made for one seat alone.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId, WorkspaceId};
use outdial_domain::seat::Event;

use super::expected::Expected;
use super::handle::Seats;
use super::refusal::SeatRefusal;

/// A seat as those see it who make calls for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatAtHand {
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Who sits there.
    pub user_id: String,
    /// The lead that is shown there.
    pub shown: Option<LeadId>,
}

impl Seats {
    /// A seat on which somebody sits.
    #[must_use]
    pub fn at_hand(&self, workspace: &WorkspaceId, seat: &SeatId) -> Option<SeatAtHand> {
        let desk = self.desk(workspace, seat).ok()?;
        Some(SeatAtHand {
            campaign: desk.campaign.clone(),
            user_id: desk.user_id.clone(),
            shown: desk.seat().offer.map(|offer| offer.lead),
        })
    }

    /// The leads that are shown to a campaign's agents.
    #[must_use]
    pub fn shown(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<(SeatId, LeadId)> {
        let desks = self.hall().desks_of(workspace, campaign);
        let shown =
            |desk: &std::sync::Arc<super::desk::SeatDesk>| Some((desk.id.clone(), desk.seat().offer?.lead));
        desks.iter().filter_map(shown).collect()
    }

    /// Shows a lead to a seat's agent.
    ///
    /// # Errors
    /// When the seat is not ready, or is shown another.
    pub async fn show(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        lead: LeadId,
        dial_at: Option<Timestamp>,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk(workspace, seat)?;
        self.feed(&desk, Event::LeadOffered { lead, dial_at }).await
    }

    /// Shows it no more.
    ///
    /// # Errors
    /// When it is not shown.
    pub async fn withdraw(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        lead: LeadId,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk(workspace, seat)?;
        self.feed(&desk, Event::OfferWithdrawn { lead }).await
    }

    /// Takes a seat for a call that is about to be made for it alone.
    ///
    /// # Errors
    /// When the seat is not free for it.
    pub async fn begin_own(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        wish: Expected,
        until: Timestamp,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk(workspace, seat)?;
        let call = wish.call.clone();
        self.expect(workspace, wish);
        let begun = self
            .feed(
                &desk,
                Event::OwnCallBegun {
                    call: call.clone(),
                    until,
                },
            )
            .await;
        if begun.is_err() {
            self.dismiss(workspace, &call);
        }
        begun
    }

    /// That call is not made after all.
    pub async fn give_up_own(&self, workspace: &WorkspaceId, seat: &SeatId, call: &CallId) {
        self.dismiss(workspace, call);
        if let Ok(desk) = self.desk(workspace, seat) {
            // A seat that is past it needs no word.
            let _ = self.feed(&desk, Event::LegMissed { call: call.clone() }).await;
        }
    }

    /// The seat for which alone a call is made.
    #[must_use]
    pub fn own_seat(&self, call: &CallId) -> Option<SeatId> {
        self.hall().guest(call)?.wish.seat.clone()
    }
}
