//! An agent's own phone as the audio of their seat.

use std::sync::Arc;

use outdial_domain::handset::{Handset, Phase};
use outdial_domain::ids::{SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::WindowOverride;
use outdial_store::{Actor, StoreError};

use super::desk::Order;
use super::handle::Seats;
use super::people::Behalf;
use super::refusal::SeatRefusal;
use crate::accounts::Account;
use crate::engine::Inner;

/// Where an agent's own phone stands, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneStage {
    /// About to be rung.
    Calling,
    /// It rings.
    Ringing,
    /// It is the agent's audio.
    Here,
    /// It is not there.
    Gone,
}

/// An agent's own phone, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneView {
    /// Its number.
    pub phone: PhoneNumber,
    /// Where it stands.
    pub stage: PhoneStage,
    /// Why it is not there, in a sentence.
    pub problem: Option<String>,
}

impl Seats {
    /// Whether an agent's own phone may be rung now. Calling hours and the time between two calls protect people from
    /// being called; agents ask for it themselves, and the receipt says so. All other rules hold.
    ///
    /// # Errors
    /// When a rule objects, or no account could carry its audio.
    pub async fn may_ring_phone(
        &self,
        workspace: &WorkspaceId,
        phone: &PhoneNumber,
        by: &Actor,
    ) -> Result<(), SeatRefusal> {
        let account = account_of(&self.inner, workspace).ok_or(SeatRefusal::AtCarrier)?;
        let confirmed = Some(own_wish(&self.inner, by));
        self.ask_rules(workspace, &account, phone, confirmed).await
    }

    /// Makes a phone the audio of a seat and rings it, or rings the one that is known again.
    ///
    /// # Errors
    /// When no phone is known, or it may not be rung.
    pub async fn ring_phone(
        &self,
        workspace: &WorkspaceId,
        id: &SeatId,
        user_id: &str,
        phone: Option<PhoneNumber>,
        by: &Actor,
    ) -> Result<(), SeatRefusal> {
        let desk = self.desk_for(workspace, id, Behalf::Agent(user_id)).await?;
        if desk.hosted.is_some() {
            return Err(SeatRefusal::AtCarrier);
        }
        let known = desk.shown().phone.clone();
        let is_up = known
            .as_ref()
            .is_some_and(|known| known.stage != PhoneStage::Gone);
        let phone = phone.or(known.map(|known| known.phone));
        let phone = phone.ok_or(SeatRefusal::NoPhone)?;
        if !is_up {
            self.may_ring_phone(workspace, &phone, by).await?;
        }
        let (user, kept, now) = (user_id.to_owned(), phone.clone(), self.inner.clock.now());
        let rows = self.inner.store.workspace(workspace.clone());
        rows.write(move |tx| tx.seats().keep_phone(&user, &kept, now))
            .await?;
        let by = by.clone();
        self.ask(&desk, |done| Order::RingPhone { phone, by, done }).await
    }

    /// The phone by which a user last talked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn last_phone(
        &self,
        workspace: &WorkspaceId,
        user_id: &str,
    ) -> Result<Option<PhoneNumber>, StoreError> {
        let user = user_id.to_owned();
        let rows = self.inner.store.workspace(workspace.clone());
        rows.read(move |tx| tx.seats().phone_of(&user)).await
    }

    /// The phone that is the audio of a seat; nothing where the audio is a browser's.
    #[must_use]
    pub fn phone_of(&self, id: &SeatId) -> Option<PhoneView> {
        self.hall().desk(id)?.shown().phone.clone()
    }
}

/// An account through which an agent's phone can be rung and heard.
pub(super) fn account_of(inner: &Inner, workspace: &WorkspaceId) -> Option<Arc<Account>> {
    let account = inner.accounts.default_of(workspace)?;
    let carrier = account.carrier.as_ref();
    let is_heard = carrier.capabilities().streams_audio && carrier.rooms().is_none();
    is_heard.then_some(account)
}

/// An agent's own confirmation that calling hours do not matter for their phone.
pub(super) fn own_wish(inner: &Inner, by: &Actor) -> WindowOverride {
    WindowOverride {
        by: format!("{}, for their own phone", by.name),
        confirmed_at: inner.clock.now(),
    }
}

impl PhoneView {
    pub(super) fn of(handset: &Handset, phone: &PhoneNumber) -> Self {
        Self {
            phone: phone.clone(),
            stage: match &handset.phase {
                Phase::Calling => PhoneStage::Calling,
                Phase::Ringing => PhoneStage::Ringing,
                Phase::Here => PhoneStage::Here,
                Phase::Waiting { .. } | Phase::Gone { .. } => PhoneStage::Gone,
            },
            problem: handset.problem(),
        }
    }
}
