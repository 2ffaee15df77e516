//! Lets an agent's browser into its room.

use outdial_domain::ids::{RoomId, WorkspaceId};
use outdial_media::Role;
use outdial_media::live::{Answer, JoinError};
use outdial_store::StoreError;

use super::desk::agent;
use crate::engine::Engine;

/// What a browser needs to connect.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The session description and the servers to use.
    pub answer: Answer,
    /// The participant.
    pub participant: String,
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
    /// The offer cannot be used, or the audio engine refused.
    #[error(transparent)]
    Audio(#[from] JoinError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Answers a browser's offer. The same user again replaces the browser that was there: a page was reloaded.
    ///
    /// # Errors
    /// When the browser is not let in.
    pub async fn join_room(
        &self,
        workspace: &WorkspaceId,
        id: &RoomId,
        user_id: &str,
        offer: &str,
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
        let answer = desk.handle.join_browser(&agent(), Role::Talk, offer)?;
        Ok(Joined {
            answer,
            participant: agent().to_string(),
        })
    }
}
