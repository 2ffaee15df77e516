//! What agents order about a callee whom they pass on.

use std::sync::Arc;

use outdial_domain::ids::{SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::WindowOverride;
use outdial_domain::seat::State;
use outdial_domain::transfer::{Event, Kind};
use outdial_store::Actor;

use super::shown::{Colleague, ConsultView, TransferView};
use crate::accounts::Account;
use crate::compliance;
use crate::floor::seats::desk::{Order, SeatDesk};
use crate::floor::seats::handle::Seats;
use crate::floor::seats::people::Behalf;
use crate::floor::seats::refusal::SeatRefusal;

/// To whom a callee is to be passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A colleague on a seat.
    Seat(SeatId),
    /// Somebody at a number.
    Number(PhoneNumber),
}

/// How a callee is to be passed on.
#[derive(Debug, Clone)]
pub struct NewTransfer {
    /// At once, or after a word with whoever takes them.
    pub kind: Kind,
    /// To whom.
    pub to: Destination,
    /// A person confirmed that calling hours do not matter for the number.
    pub window_override: Option<WindowOverride>,
    /// Who asks.
    pub by: Actor,
}

/// The same for the seat's task.
pub(in crate::floor::seats) struct PassWish {
    pub kind: Kind,
    pub to: Target,
    pub window_override: Option<WindowOverride>,
    pub by: Actor,
}

/// To whom, found.
pub(in crate::floor::seats) enum Target {
    Colleague(Arc<SeatDesk>),
    Number(PhoneNumber),
}

impl Seats {
    /// Passes the callee on.
    ///
    /// # Errors
    /// When nobody is there to be passed on, the colleague is not free, or a rule objects to the number; nothing has
    /// changed then.
    pub async fn transfer(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        wish: NewTransfer,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        if desk.is_passing() {
            return Err(SeatRefusal::PassingOn);
        }
        let account = self.account_of_callee(workspace, &desk)?;
        let to = match wish.to {
            Destination::Seat(seat) if seat == *id => return Err(SeatRefusal::ColleagueTaken),
            Destination::Seat(seat) => {
                let colleague = self.desk(workspace, &seat)?;
                if !can_take(&colleague, wish.kind) {
                    return Err(SeatRefusal::ColleagueTaken);
                }
                Target::Colleague(colleague)
            }
            Destination::Number(phone) => {
                let confirmed = wish.window_override.clone();
                self.ask_rules(workspace, &account, &phone, confirmed).await?;
                Target::Number(phone)
            }
        };
        let wish = PassWish {
            kind: wish.kind,
            to,
            window_override: wish.window_override,
            by: wish.by,
        };
        self.ask(&desk, |done| Order::Pass { wish, done }).await
    }

    /// Leaves the callee and the third to themselves.
    ///
    /// # Errors
    /// When nobody is passed on, or nobody is there to take them.
    pub async fn complete_transfer(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        self.pass_on(workspace, id, user_id, Event::CompleteAsked).await
    }

    /// Lets all three talk.
    ///
    /// # Errors
    /// The same.
    pub async fn join_transfer(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        self.pass_on(workspace, id, user_id, Event::JoinAsked).await
    }

    /// Talks to the other side; whoever was talked to waits.
    ///
    /// # Errors
    /// The same.
    pub async fn swap_transfer(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        self.pass_on(workspace, id, user_id, Event::SwapAsked).await
    }

    /// Lets the third go; the callee is back with the agent.
    ///
    /// # Errors
    /// When nobody is passed on, or the callee has gone over.
    pub async fn cancel_transfer(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        self.pass_on(workspace, id, user_id, Event::CancelAsked).await
    }

    /// Says no to a colleague who asks this agent to take a callee.
    ///
    /// # Errors
    /// When nobody asks.
    pub async fn decline_consult(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        self.ask(&desk, |done| Order::Decline { done }).await
    }

    /// Everybody else who sits on a seat.
    #[must_use]
    pub fn colleagues(&self, workspace: &WorkspaceId, id: &SeatId) -> Vec<Colleague> {
        let mut others = self.hall().desks_in(workspace);
        others.retain(|desk| desk.id != *id && desk.seat().is_live());
        others.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        let show = |desk: &Arc<SeatDesk>| Colleague {
            seat_id: desk.id.clone(),
            user_id: desk.user_id.clone(),
            name: desk.name.clone(),
            campaign: desk.campaign.clone(),
            campaign_name: self
                .hall()
                .rules(workspace, &desk.campaign)
                .map(|rules| rules.name),
            standing: desk.seat().standing(),
        };
        others.iter().map(show).collect()
    }

    /// The callee whom a seat passes on, if it does, or what last failed of it.
    #[must_use]
    pub fn transfer_of(&self, id: &SeatId) -> Option<TransferView> {
        self.hall().desk(id)?.shown().transfer.clone()
    }

    /// The colleague who talks to the agent of a seat about a callee.
    #[must_use]
    pub fn consult_of(&self, id: &SeatId) -> Option<ConsultView> {
        self.hall().desk(id)?.shown().consult.clone()
    }

    /// The colleague from whom the callee of a seat came.
    #[must_use]
    pub fn transferred_by(&self, id: &SeatId) -> Option<String> {
        let desk = self.hall().desk(id)?;
        let seat = desk.seat();
        let came_from = desk.shown().came_from.clone();
        came_from
            .filter(|(call, _)| seat.call() == Some(call))
            .map(|(_, name)| name)
    }

    async fn pass_on(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        event: Event,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        self.ask(&desk, |done| Order::PassOn { event, done }).await
    }

    /// The account that carries the callee's call, if its audio passes us.
    fn account_of_callee(
        &self,
        workspace: &WorkspaceId,
        desk: &SeatDesk,
    ) -> Result<Arc<Account>, SeatRefusal> {
        let call = desk.seat().callee().cloned().ok_or(SeatRefusal::OtherCall)?;
        let row = self.hall().guest(&call).and_then(|guest| guest.row());
        let id = row.and_then(|row| row.account_id.clone());
        let account = match id {
            Some(id) => self.inner.accounts.find(workspace, &id),
            None => self.inner.accounts.default_of(workspace),
        };
        let account = account.ok_or(SeatRefusal::AtCarrier)?;
        if account.carrier.rooms().is_some() || !account.carrier.capabilities().streams_audio {
            return Err(SeatRefusal::AtCarrier);
        }
        Ok(account)
    }

    pub(in crate::floor::seats) async fn ask_rules(
        &self,
        workspace: &WorkspaceId,
        account: &Account,
        phone: &PhoneNumber,
        confirmed: Option<WindowOverride>,
    ) -> Result<(), SeatRefusal> {
        let (phone, caller_id, now) = (phone.clone(), account.caller_id.clone(), self.inner.clock.now());
        let rows = self.inner.store.workspace(workspace.clone());
        let decision = rows.read(move |tx| {
            let settings = tx.settings().current()?.settings;
            compliance::decide_number(tx, &phone, confirmed, None, &settings, caller_id.as_ref(), now)
        });
        match decision.await?.refusal() {
            Some(refusal) => Err(SeatRefusal::Rule(Box::new(refusal.clone()))),
            None => Ok(()),
        }
    }
}

/// Whether a colleague may be asked now; they are asked themselves once more.
fn can_take(colleague: &SeatDesk, kind: Kind) -> bool {
    let seat = colleague.seat();
    let is_open = matches!(seat.state, State::Ready | State::Paused { .. });
    match kind {
        Kind::Blind => seat.is_free(),
        Kind::Warm => is_open && seat.browser.is_here() && !seat.consulted,
    }
}
