//! Lets an agent's browser into its room.

use outdial_domain::ids::{RoomId, WorkspaceId};
use outdial_media::Role;
use outdial_media::live::{Answer, JoinError};
use outdial_store::StoreError;

use super::desk::agent;
use super::hosted::{BrowserDoor, Enters, NoDoor, Owner, open_door};
use super::venue::Venue;
use crate::engine::Engine;

/// What a browser needs to connect.
#[derive(Debug, Clone)]
pub struct Joined {
    /// By where the room is.
    pub door: Door,
    /// The participant.
    pub participant: String,
}

/// What a browser needs to connect, by where the room is.
#[derive(Debug, Clone)]
pub enum Door {
    /// To us: the session description and the servers to use.
    Ours(Answer),
    /// To the carrier.
    Carrier(Box<BrowserDoor>),
}

/// Why a browser was not let in.
#[derive(Debug, thiserror::Error)]
pub enum JoinRefusal {
    /// There is no such room.
    #[error("there is no such room")]
    NoSuchRoom,
    /// It is over.
    #[error("the room is over")]
    Ended,
    /// The room is somebody else's.
    #[error("the room is somebody else's")]
    SeatTaken,
    /// The room is here, and a browser comes in with an offer.
    #[error("an offer is needed")]
    OfferMissing,
    /// The carrier account hosts no rooms any more.
    #[error("the room's carrier account hosts no rooms any more")]
    NoDoor,
    /// The offer cannot be used, or the audio engine refused.
    #[error(transparent)]
    Audio(#[from] JoinError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Answers a browser's offer, or gives it what it shows to the carrier. The same user again replaces the browser that was there: a page was reloaded.
    ///
    /// # Errors
    /// When the browser is not let in.
    pub async fn join_room(
        &self,
        workspace: &WorkspaceId,
        id: &RoomId,
        user_id: &str,
        offer: Option<&str>,
    ) -> Result<Joined, JoinRefusal> {
        let desk = self.inner.floor().and_then(|floor| floor.desk(id));
        let Some(desk) = desk.filter(|desk| desk.workspace == *workspace) else {
            let wanted = id.clone();
            let stored = self.inner.store.workspace(workspace.clone());
            let known = stored.read(move |tx| tx.rooms().get(&wanted)).await?;
            return Err(known.map_or(JoinRefusal::NoSuchRoom, |_| JoinRefusal::Ended));
        };
        if desk.user_id != user_id {
            return Err(JoinRefusal::SeatTaken);
        }
        let door = match &desk.venue {
            Venue::Ours(handle) => {
                let offer = offer.ok_or(JoinRefusal::OfferMissing)?;
                Door::Ours(handle.join_browser(&agent(), Role::Talk, offer)?)
            }
            Venue::Hosted(room) => {
                let floor = self.inner.floor().ok_or(JoinRefusal::Ended)?;
                let who = Enters {
                    workspace: &desk.workspace,
                    user_id: &desk.user_id,
                    owner: Owner::Room(id.clone()),
                    room,
                };
                Door::Carrier(Box::new(open_door(&self.inner, &floor, &who)?))
            }
        };
        Ok(Joined {
            door,
            participant: agent().to_string(),
        })
    }
}

impl From<NoDoor> for JoinRefusal {
    fn from(why: NoDoor) -> Self {
        tracing::error!(error = %why, "a browser got no credentials");
        Self::NoDoor
    }
}
