//! An agent signs in: the seat is written down, and the room of the shift is open.

use std::sync::Arc;

use outdial_domain::ids::{CampaignId, CarrierAccountId, SeatId, WorkspaceId};
use outdial_domain::seat::Seat;
use outdial_media::live::RoomSettings;
use outdial_media::{RoomId, detect};
use outdial_store::{Actor, SeatRow, StoreError, Tx};
use tokio::sync::mpsc;

use super::desk::SeatVenue;
use super::handle::Seats;
use super::recover::give_up;
use super::refusal::SeatRefusal;
use super::task;
use crate::engine::Inner;
use crate::floor::hosted::{HostedRoom, WORDS_MAX};

/// Who signs in, and where.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The campaign.
    pub campaign: CampaignId,
    /// Who will sit there.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Who asks.
    pub by: Actor,
    /// The agent asks for callees by coming in, and needs to say so no more.
    pub comes_ready: bool,
    /// Equal for a request and its repetitions.
    pub request_bits: Option<u128>,
}

/// A seat that was taken.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// How it stands.
    pub row: SeatRow,
    /// The same request was answered before.
    pub repeated: bool,
}

impl Seats {
    /// Gives an agent a seat and opens the room of the shift. The browser is awaited there.
    ///
    /// # Errors
    /// When the campaign takes no agents, or the user has a seat already.
    pub async fn sign_in(&self, workspace: &WorkspaceId, wish: SignIn) -> Result<SignedIn, SeatRefusal> {
        if self.hall().rules(workspace, &wish.campaign).is_none() {
            return Err(SeatRefusal::CampaignClosed);
        }
        let comes_ready = wish.comes_ready;
        let hosted = self.hosting_account(workspace, &wish.campaign).await?;
        let rows = self.inner.store.workspace(workspace.clone());
        let inner = self.inner.clone();
        let signed_in = rows.write(move |tx| write_down(tx, &inner, wish)).await??;
        if signed_in.repeated {
            return Ok(signed_in);
        }
        let row = signed_in.row.clone();
        let settings = RoomSettings {
            // For a callee whose stream is opened anew during a talk.
            detect: Some(detect::Params::default()),
            ..RoomSettings::default()
        };
        let opened = self.floor.hub.open(RoomId::new(row.id.as_str()), settings);
        let room = match opened {
            Ok(room) => room,
            Err(why) => {
                give_up(&self.inner, workspace, &row.id).await?;
                return Err(why.into());
            }
        };
        let (sender, words) = mpsc::channel(WORDS_MAX);
        let name = row.id.to_string();
        let hosted = hosted.map(|account| Arc::new(HostedRoom::new(account, name, sender)));
        let venue = SeatVenue {
            room,
            hosted,
            comes_ready,
        };
        task::start(&self.inner, &self.floor, workspace.clone(), row, venue, words);
        self.inner.changes.seat(workspace, signed_in.row.id.clone());
        Ok(signed_in)
    }
}

impl Seats {
    /// The carrier account at which a campaign's agents and callees meet, if that is where they do.
    async fn hosting_account(
        &self,
        workspace: &WorkspaceId,
        campaign: &CampaignId,
    ) -> Result<Option<CarrierAccountId>, StoreError> {
        let id = campaign.clone();
        let rows = self.inner.store.workspace(workspace.clone());
        let chosen = rows.read(move |tx| tx.campaigns().get(&id)).await?;
        let accounts = &self.inner.accounts;
        let account = match chosen.and_then(|campaign| campaign.settings.account_id) {
            Some(id) => accounts.find(workspace, &id),
            None => accounts.default_of(workspace),
        };
        let account = account.filter(|account| account.carrier.rooms().is_some());
        Ok(account.map(|account| account.id.clone()))
    }
}

fn write_down(
    tx: &mut Tx<'_>,
    inner: &Arc<Inner>,
    wish: SignIn,
) -> Result<Result<SignedIn, SeatRefusal>, StoreError> {
    let now = inner.clock.now();
    let bits = wish.request_bits.unwrap_or_else(|| inner.ids.next(now));
    let id = SeatId::from_bits(bits);
    if let Some(row) = tx.seats().get(&id)? {
        return Ok(Ok(SignedIn { row, repeated: true }));
    }
    if let Some(other) = tx.seats().live_of(&wish.user_id)? {
        return Ok(Err(SeatRefusal::AlreadySeated(other.id)));
    }
    let row = SeatRow {
        id,
        campaign_id: wish.campaign,
        user_id: wish.user_id,
        name: wish.name,
        seat: Seat::signed_in(now),
        created_by: wish.by,
        created_at: now,
        updated_at: now,
        ended_at: None,
        revision: 0,
    };
    if !tx.seats().insert(&row)? {
        return Err(StoreError::Conflict { what: "seat" });
    }
    Ok(Ok(SignedIn { row, repeated: false }))
}
