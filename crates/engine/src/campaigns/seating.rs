//! What a campaign needs of the seats: the one seam between those who dial and those who talk.

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId, WorkspaceId};
use outdial_domain::instruction::Instruction;
use outdial_store::CallRow;
use tokio::sync::mpsc;

use crate::floor::{
    Expected, PutThrough, ReadySeat, Report, SeatAtHand, SeatRefusal, SeatRules, SeatView, Seats, WaitingCall,
};

/// The agents of campaigns, and the callees who wait for them.
#[async_trait]
pub trait Seating: Send + Sync {
    /// Lets agents sign in, or says anew what is asked of them.
    fn open_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId, rules: SeatRules);
    /// Lets nobody sign in any more.
    fn close_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId);
    /// What happens to the campaign's calls and seats from now on.
    fn reports(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Option<mpsc::Receiver<Report>>;
    /// Seats that could take a call, the longest-ready first.
    fn ready(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<ReadySeat>;
    /// Every seat that somebody sits on.
    fn of_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<SeatView>;
    /// Expects a call; to be said before it is dialled.
    fn expect(&self, workspace: &WorkspaceId, call: Expected);
    /// The callees who wait, the longest-waiting first.
    fn waiting(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<WaitingCall>;
    /// Puts a callee who waits through to a seat; of two callees for one seat one is refused.
    async fn put_through(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        call: &CallId,
    ) -> Result<PutThrough, SeatRefusal>;
    /// Whether a callee who was put through is heard by now. Where a carrier takes a moment to bring them, whoever has the
    /// seats tells the call.
    fn is_heard(&self, _: &WorkspaceId, _: &CallId) -> bool {
        true
    }
    /// A seat on which somebody sits; nothing where calls are not made for single seats.
    fn at_hand(&self, _: &WorkspaceId, _: &SeatId) -> Option<SeatAtHand> {
        None
    }
    /// The leads that are shown to a campaign's agents.
    fn shown(&self, _: &WorkspaceId, _: &CampaignId) -> Vec<(SeatId, LeadId)> {
        Vec::new()
    }
    /// Shows a lead to a seat's agent; it is called by itself at `dial_at`, if that is given.
    async fn show(
        &self,
        _: &WorkspaceId,
        _: &SeatId,
        _: LeadId,
        _dial_at: Option<Timestamp>,
    ) -> Result<(), SeatRefusal> {
        Err(SeatRefusal::NoSuchSeat)
    }
    /// Shows it no more.
    async fn withdraw(&self, _: &WorkspaceId, _: &SeatId, _: LeadId) -> Result<(), SeatRefusal> {
        Err(SeatRefusal::NoSuchSeat)
    }
    /// Takes a seat for a call that is about to be made for it alone, and expects that call.
    async fn begin_own(
        &self,
        _: &WorkspaceId,
        _: &SeatId,
        _: Expected,
        _until: Timestamp,
    ) -> Result<(), SeatRefusal> {
        Err(SeatRefusal::NoSuchSeat)
    }
    /// That call is not made after all.
    async fn give_up_own(&self, _: &WorkspaceId, _: &SeatId, _: &CallId) {}
    /// The seat for which alone a call is made.
    fn own_seat(&self, _: &CallId) -> Option<SeatId> {
        None
    }
    /// Tells of the newest version of a campaign's call. The floor hears of calls by itself.
    fn call_moved(&self, row: &CallRow);
    /// What the leg of such a call does once it is answered, where the floor does not say it.
    fn way_in(&self, row: &CallRow) -> Option<Vec<Instruction>>;
}

#[async_trait]
impl Seating for Seats {
    fn open_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId, rules: SeatRules) {
        Self::open_campaign(self, workspace, campaign, rules);
    }

    fn close_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId) {
        Self::close_campaign(self, workspace, campaign);
    }

    fn reports(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Option<mpsc::Receiver<Report>> {
        Self::reports(self, workspace, campaign)
    }

    fn ready(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<ReadySeat> {
        Self::ready(self, workspace, campaign)
    }

    fn of_campaign(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<SeatView> {
        Self::of_campaign(self, workspace, campaign)
    }

    fn expect(&self, workspace: &WorkspaceId, call: Expected) {
        Self::expect(self, workspace, call);
    }

    fn waiting(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<WaitingCall> {
        Self::waiting(self, workspace, campaign)
    }

    async fn put_through(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        call: &CallId,
    ) -> Result<PutThrough, SeatRefusal> {
        Self::put_through(self, workspace, seat, call).await
    }

    fn is_heard(&self, workspace: &WorkspaceId, call: &CallId) -> bool {
        Self::is_heard(self, workspace, call)
    }
    fn at_hand(&self, workspace: &WorkspaceId, seat: &SeatId) -> Option<SeatAtHand> {
        Self::at_hand(self, workspace, seat)
    }

    fn shown(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Vec<(SeatId, LeadId)> {
        Self::shown(self, workspace, campaign)
    }

    async fn show(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        lead: LeadId,
        dial_at: Option<Timestamp>,
    ) -> Result<(), SeatRefusal> {
        Self::show(self, workspace, seat, lead, dial_at).await
    }

    async fn withdraw(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        lead: LeadId,
    ) -> Result<(), SeatRefusal> {
        Self::withdraw(self, workspace, seat, lead).await
    }

    async fn begin_own(
        &self,
        workspace: &WorkspaceId,
        seat: &SeatId,
        wish: Expected,
        until: Timestamp,
    ) -> Result<(), SeatRefusal> {
        Self::begin_own(self, workspace, seat, wish, until).await
    }

    async fn give_up_own(&self, workspace: &WorkspaceId, seat: &SeatId, call: &CallId) {
        Self::give_up_own(self, workspace, seat, call).await;
    }

    fn own_seat(&self, call: &CallId) -> Option<SeatId> {
        Self::own_seat(self, call)
    }

    fn call_moved(&self, _: &CallRow) {}

    fn way_in(&self, _: &CallRow) -> Option<Vec<Instruction>> {
        None
    }
}
