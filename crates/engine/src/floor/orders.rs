//! What an agent orders in a room.

use std::sync::Arc;

use outdial_carrier::CommandError;
use outdial_domain::ids::{ClipId, RoomId, WorkspaceId};
use outdial_media::live::RoomHandle;
use outdial_media::room::RoomError;
use outdial_media::{Audience, Clip, ParticipantId};
use outdial_store::{Actor, RoomRow, StoreError};
use serde_json::json;
use tokio::sync::oneshot;

use super::controls::RoomControl;
use super::desk::{Desk, NoteBook, Order, Playing, agent, callee};
use super::hosted::{Owner, Place, obey};
use super::note::{Happening, note};
use super::venue::{Venue, seats_in};
use crate::engine::Engine;

/// An order.
#[derive(Debug, Clone)]
pub enum RoomOrder {
    /// The callee does not hear the agent.
    Mute,
    /// Undoes that.
    Unmute,
    /// The callee hears music, and nobody hears the callee.
    Hold,
    /// Undoes that.
    Unhold,
    /// The callee's line gets tones.
    Digits(String),
    /// Everybody hears a sound.
    Play {
        /// Which.
        id: ClipId,
        /// The sound.
        clip: Clip,
    },
    /// The sound stops.
    StopClip,
    /// Nothing is recorded.
    PauseRecording,
    /// Undoes that.
    ResumeRecording,
}

/// Why an order was not followed.
#[derive(Debug, thiserror::Error)]
pub enum OrderRefusal {
    /// There is no such room.
    #[error("there is no such room")]
    NoSuchRoom,
    /// It is over.
    #[error("the room is over")]
    Ended,
    /// The room is somebody else's.
    #[error("the room is somebody else's")]
    NotYours,
    /// A room at the carrier cannot do this.
    #[error("a room at the carrier does not offer this: {}", .0.word())]
    NotOffered(RoomControl),
    /// The carrier refused, or did not answer.
    #[error(transparent)]
    Carrier(CommandError),
    /// The audio engine refused.
    #[error(transparent)]
    Audio(#[from] RoomError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Follows an order of the agent who talks in a room.
    ///
    /// # Errors
    /// When it is not followed; nothing has changed then.
    pub async fn order_room(
        &self,
        workspace: &WorkspaceId,
        id: &RoomId,
        user_id: &str,
        order: RoomOrder,
        by: &Actor,
    ) -> Result<RoomRow, OrderRefusal> {
        let desk = self.desk_of(workspace, id).await?;
        if desk.user_id != user_id {
            return Err(OrderRefusal::NotYours);
        }
        let done = match &desk.venue {
            Venue::Ours(handle) => follow(desk.note_book(), handle, &callee(), &order)?,
            Venue::Hosted(room) => {
                let floor = self.inner.floor().ok_or(OrderRefusal::Ended)?;
                let place = Place {
                    workspace,
                    notes: desk.note_book(),
                    room,
                    owner: Owner::Room(id.clone()),
                };
                obey(&self.inner, &floor, place, &order).await?
            }
        };
        let row = self.stored_room(workspace, id).await?;
        note(&self.inner, workspace, &row.call_id, done.by(by)).await;
        self.inner.changes.room(workspace, id.clone());
        Ok(row)
    }

    /// Ends a room and hangs up its call. A room that is over stays as it is.
    ///
    /// # Errors
    /// When there is no such room, or the store fails.
    pub async fn end_room(
        &self,
        workspace: &WorkspaceId,
        id: &RoomId,
        by: Actor,
    ) -> Result<RoomRow, OrderRefusal> {
        let desk = match self.desk_of(workspace, id).await {
            Ok(desk) => desk,
            Err(OrderRefusal::Ended) => return self.stored_room(workspace, id).await,
            Err(why) => return Err(why),
        };
        let (done, ended) = oneshot::channel();
        let asked = desk.orders.send(Order::End { by, done }).await;
        match (asked, ended.await) {
            (Ok(()), Ok(row)) => Ok(row),
            // It ended by itself in this moment.
            (Ok(()) | Err(_), _) => self.stored_room(workspace, id).await,
        }
    }

    async fn desk_of(&self, workspace: &WorkspaceId, id: &RoomId) -> Result<Arc<Desk>, OrderRefusal> {
        let desk = self.inner.floor().and_then(|floor| floor.desk(id));
        if let Some(desk) = desk.filter(|desk| desk.workspace == *workspace) {
            return Ok(desk);
        }
        self.stored_room(workspace, id).await?;
        Err(OrderRefusal::Ended)
    }

    async fn stored_room(&self, workspace: &WorkspaceId, id: &RoomId) -> Result<RoomRow, OrderRefusal> {
        let wanted = id.clone();
        let stored = self.inner.store.workspace(workspace.clone());
        let found = stored.read(move |tx| tx.rooms().get(&wanted)).await?;
        found.ok_or(OrderRefusal::NoSuchRoom)
    }
}

/// Follows an order in a room of our hub.
pub(super) fn follow(
    notes: &NoteBook,
    handle: &RoomHandle,
    callee: &ParticipantId,
    order: &RoomOrder,
) -> Result<Happening, RoomError> {
    Ok(match order {
        RoomOrder::Mute => {
            handle.mute(&agent())?;
            Happening::of("muted")
        }
        RoomOrder::Unmute => {
            handle.unmute(&agent())?;
            Happening::of("unmuted")
        }
        RoomOrder::Hold => {
            handle.hold(callee)?;
            Happening::of("held")
        }
        RoomOrder::Unhold => {
            handle.unhold(callee)?;
            Happening::of("unheld")
        }
        RoomOrder::Digits(digits) => {
            handle.send_digits(callee, digits)?;
            // What is typed may be a card number: how much of it is enough.
            Happening::of("digits_sent").detail(json!({ "count": digits.len() }))
        }
        RoomOrder::Play { id, clip } => {
            handle.play(clip.clone(), Audience::Everybody)?;
            notes.open().clip = Some(Playing {
                id: id.clone(),
                name: clip.name().to_string(),
                until: None,
            });
            Happening::of("clip_played").detail(json!({ "id": id, "name": &**clip.name() }))
        }
        RoomOrder::StopClip => {
            handle.stop_clip();
            notes.open().clip = None;
            Happening::of("clip_stopped")
        }
        RoomOrder::PauseRecording => {
            handle.pause_recording();
            notes.open().silenced = true;
            Happening::of("recording_paused")
        }
        RoomOrder::ResumeRecording => {
            notes.open().silenced = false;
            // Before the callee is there nothing is recorded.
            if seats_in(handle, callee).callee_here {
                handle.resume_recording();
            }
            Happening::of("recording_resumed")
        }
    })
}
