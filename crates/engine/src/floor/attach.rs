//! Lets a callee's media stream into its room.

use outdial_domain::ids::CallId;
use outdial_media::Role;
use outdial_media::live::StreamPort;

use super::desk::callee;
use super::seats::admit;
use super::talks;
use super::ticket::Whither;
use super::venue::Venue;
use crate::engine::Engine;

/// Why a media stream was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamRefusal {
    /// The ticket is unknown, used, expired or another call's.
    #[error("the token is not good")]
    Token,
    /// The room is over.
    #[error("the room is over")]
    Ended,
}

impl Engine {
    /// Lets the stream of a call into its room, once for each token.
    ///
    /// # Errors
    /// When the token is not good or the room is over; nothing has changed then.
    pub fn attach_stream(&self, call: &CallId, token: &str) -> Result<StreamPort, StreamRefusal> {
        let floor = self.inner.floor().ok_or(StreamRefusal::Ended)?;
        let ticket = floor.tickets.redeem(token, call, self.inner.clock.now());
        let ticket = ticket.ok_or(StreamRefusal::Token)?;
        let room = match &ticket.to {
            Whither::Room(room) => room,
            Whither::Campaign => return admit(&self.inner, &floor, &ticket.workspace, call),
            Whither::Talk => return talks::admit(&self.inner, &floor, &ticket.workspace, call),
        };
        let desk = floor.desk(room).ok_or(StreamRefusal::Ended)?;
        if desk.workspace != ticket.workspace {
            return Err(StreamRefusal::Token);
        }
        let Venue::Ours(handle) = &desk.venue else {
            return Err(StreamRefusal::Ended);
        };
        handle
            .join_stream(&callee(), Role::Talk)
            .map_err(|_| StreamRefusal::Ended)
    }
}
