//! What agents, and those who look after them, do with a seat.

use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::{CampaignId, SeatId, WorkspaceId};
use outdial_domain::seat::{End, Event, Next, PauseReason, Standing};
use outdial_media::Role;
use outdial_media::live::JoinError;
use outdial_store::{Actor, SeatRow};
use tokio::sync::oneshot;

use super::campaign::SeatRules;
use super::desk::{Order, SeatDesk};
use super::guests::leg_of;
use super::handle::Seats;
use super::refusal::SeatRefusal;
use crate::floor::desk::{RoomStatus, agent};
use crate::floor::join::Door;
use crate::floor::note::note;
use crate::floor::orders::{RoomOrder, follow};
use crate::floor::venue::seats_in;

/// On whose behalf something is done with a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behalf<'a> {
    /// The agent's own.
    Agent(&'a str),
    /// Somebody's who looks after agents.
    Supervisor,
}

/// What an agent notes down after a call, as far as the seat is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapUp {
    /// What came of the call.
    pub disposition: Option<String>,
    /// What the agent wants next.
    pub next: Next,
}

impl Seats {
    /// What a campaign asks of its agents, while it takes some.
    #[must_use]
    pub fn rules(&self, workspace: &WorkspaceId, campaign: &CampaignId) -> Option<SeatRules> {
        self.hall().rules(workspace, campaign)
    }

    /// How a seat's audio stands; nothing when nobody sits there.
    #[must_use]
    pub fn status(&self, id: &SeatId) -> Option<RoomStatus> {
        let desk = self.hall().desk(id)?;
        Some(status_of(&desk))
    }

    /// Answers a browser's offer, or gives it what it shows to the carrier. The same user again replaces the browser that
    /// was there: a page was reloaded.
    ///
    /// # Errors
    /// When the browser is not let in.
    pub async fn join(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        offer: Option<&str>,
    ) -> Result<Door, SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        if let Some(room) = &desk.hosted {
            return self.carriers_door(&desk, room);
        }
        if desk.shown().phone.is_some() {
            return Err(JoinError::OtherKind.into());
        }
        let offer = offer.ok_or(SeatRefusal::OfferMissing)?;
        Ok(Door::Ours(desk.room.join_browser(&agent(), Role::Talk, offer)?))
    }

    /// Asks for callees.
    ///
    /// # Errors
    /// When the seat cannot follow as it stands.
    pub async fn set_ready(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        let (user, rows) = (user_id.to_owned(), self.inner.store.workspace(workspace.clone()));
        if let Some(room) = rows.read(move |tx| tx.rooms().live_of(&user)).await? {
            return Err(SeatRefusal::InRoom(room.id));
        }
        self.feed(&desk, Event::ReadyAsked).await
    }

    /// Pauses a seat, now or after the call that goes on.
    ///
    /// # Errors
    /// When the seat cannot follow as it stands.
    pub async fn pause(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        who: Behalf<'_>,
        reason: Option<String>,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, who).await?;
        let reason = match who {
            Behalf::Agent(_) => PauseReason::Chosen(reason),
            Behalf::Supervisor => PauseReason::Forced(reason),
        };
        self.feed(&desk, Event::PauseAsked { reason }).await
    }

    /// Ends the call that goes on; the work after it begins.
    ///
    /// # Errors
    /// When there is none.
    pub async fn end_call(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        self.feed(&desk, Event::EndCallAsked).await
    }

    /// The agent says who is there. A machine leaves at once, and the seat is free; a person stays, whatever is heard.
    ///
    /// # Errors
    /// When nobody is there.
    pub async fn say_verdict(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        verdict: AmdVerdict,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        self.ask(&desk, |done| Order::Say { verdict, done }).await
    }

    /// The work after a call is done.
    ///
    /// # Errors
    /// When there is none, or what came of the call is missing.
    pub async fn wrap_up(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        said: WrapUp,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        self.may_wrap_up(workspace, id, &said)?;
        self.ask(&desk, |done| Order::WrapUp { said, done }).await
    }

    /// Whether what an agent notes down is enough for the campaign.
    ///
    /// # Errors
    /// When what came of the call is missing.
    pub fn may_wrap_up(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        said: &WrapUp,
    ) -> Result<(), SeatRefusal> {
        let desk = self.hall().desk(id);
        let rules = desk.and_then(|desk| self.rules(workspace, &desk.campaign));
        let is_mandatory = rules.is_some_and(|rules| rules.policy.disposition_mandatory);
        if is_mandatory && said.disposition.is_none() {
            return Err(SeatRefusal::DispositionMissing);
        }
        Ok(())
    }

    /// Gives a seat up; whoever is with the agent is let go. One that is given up stays so.
    ///
    /// # Errors
    /// When there is no such seat, or it is somebody else's.
    pub async fn sign_out(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        who: Behalf<'_>,
    ) -> Result<(), SeatRefusal> {
        let why = match who {
            Behalf::Agent(_) => End::SignedOut,
            Behalf::Supervisor => End::Forced,
        };
        let asked = match self.desk_for(workspace, id, who).await {
            Ok(desk) => self.feed(&desk, Event::SignOutAsked { why }).await,
            Err(why) => Err(why),
        };
        match asked {
            Err(SeatRefusal::Offline) => Ok(()),
            other => other,
        }
    }

    /// Follows an order of the agent in the room of the shift.
    ///
    /// # Errors
    /// When it is not followed; nothing has changed then.
    pub async fn order(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        order: RoomOrder,
        by: &Actor,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        if desk.is_passing() && matches!(order, RoomOrder::Hold | RoomOrder::Unhold) {
            return Err(SeatRefusal::PassingOn);
        }
        let call = desk.seat().callee().cloned();
        if let Some(room) = &desk.hosted {
            return self.order_at_carrier(&desk, room, call, &order, by).await;
        }
        // Nobody has this name while there is no call, so orders about the callee are refused.
        let callee = call.as_ref().map_or_else(agent_alone, leg_of);
        let done = follow(&desk.notes, &desk.room, &callee, &order)?;
        if let Some(call) = call {
            note(&self.inner, workspace, &call, done.by(by)).await;
        }
        self.inner.changes.seat(workspace, id.clone());
        Ok(())
    }

    /// The seat on which a user sits, as it is stored.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of_user(
        &self,
        workspace: &WorkspaceId,
        user_id: &str,
    ) -> Result<Option<SeatRow>, SeatRefusal> {
        let user = user_id.to_owned();
        let rows = self.inner.store.workspace(workspace.clone());
        Ok(rows.read(move |tx| tx.seats().live_of(&user)).await?)
    }

    pub(super) async fn desk_for(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        who: Behalf<'_>,
    ) -> Result<std::sync::Arc<SeatDesk>, SeatRefusal> {
        let (user_id, desk) = match self.desk(workspace, id) {
            Ok(desk) => (desk.user_id.clone(), Some(desk)),
            Err(_) => {
                let wanted = id.clone();
                let rows = self.inner.store.workspace(workspace.clone());
                let row = rows.read(move |tx| tx.seats().get(&wanted)).await?;
                (row.ok_or(SeatRefusal::NoSuchSeat)?.user_id, None)
            }
        };
        match who {
            Behalf::Agent(user) if user != user_id => Err(SeatRefusal::NotYours),
            Behalf::Agent(_) | Behalf::Supervisor => desk.ok_or(SeatRefusal::Offline),
        }
    }

    pub(super) async fn feed(&self, desk: &SeatDesk, event: Event) -> Result<(), SeatRefusal> {
        self.ask(desk, |done| Order::Feed { event, done }).await
    }

    pub(super) async fn ask(
        &self,
        desk: &SeatDesk,
        order: impl FnOnce(oneshot::Sender<Result<(), SeatRefusal>>) -> Order,
    ) -> Result<(), SeatRefusal> {
        if desk.seat().standing() == Standing::Offline {
            return Err(SeatRefusal::Offline);
        }
        let (done, answer) = oneshot::channel();
        let asked = desk.orders.send(order(done)).await;
        match (asked, answer.await) {
            (Ok(()), Ok(answer)) => answer,
            // It ended in this moment.
            (Ok(()) | Err(_), _) => Err(SeatRefusal::Offline),
        }
    }
}

fn status_of(desk: &SeatDesk) -> RoomStatus {
    if let Some(room) = &desk.hosted {
        return RoomStatus::of(room.seats(), &desk.notes.open());
    }
    let callee = desk.seat().callee().map_or_else(agent_alone, leg_of);
    RoomStatus::of(seats_in(&desk.room, &callee), &desk.notes.open())
}

/// A name that no callee has.
fn agent_alone() -> outdial_media::ParticipantId {
    outdial_media::ParticipantId::new("nobody")
}
