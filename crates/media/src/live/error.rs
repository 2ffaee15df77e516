//! Why something in a room could not be done.

use std::io;

use crate::room::RoomError;
use crate::webrtc::OfferError;

/// Why a room was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A room of that name is open.
    #[error("a room with this id is open already")]
    AlreadyOpen,
    /// The folder for recordings cannot be used.
    #[error("recordings cannot be kept: {0}")]
    Recordings(#[source] io::Error),
    /// The hub has been shut down.
    #[error("the media engine has been shut down")]
    ShutDown,
}

/// Why somebody did not come into a room.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The browser's offer cannot be used.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// The room says no.
    #[error(transparent)]
    Room(#[from] RoomError),
    /// The seat belongs to a leg of the other kind, a phone's or a browser's.
    #[error("this participant is connected by other means")]
    OtherKind,
    /// The room is closed.
    #[error("the room is closed")]
    Closed,
}

/// Why a phone's leg was not moved; it stays where it is.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// No phone of this name has its audio in the room.
    #[error("no phone of this name is here")]
    NotHere,
    /// The other room says no: the name is taken there, or it is full.
    #[error(transparent)]
    Room(#[from] RoomError),
    /// The other room is closed.
    #[error("the room is closed")]
    Closed,
}

/// Why nothing is recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The folder for recordings cannot be used.
    #[error("recordings cannot be kept: {0}")]
    Recordings(#[from] io::Error),
    /// The room is closed.
    #[error("the room is closed")]
    Closed,
}
