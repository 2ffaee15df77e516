//! How a room stands.

use std::path::PathBuf;
use std::time::Duration;

use crate::ids::{ParticipantId, RoomId};
use crate::room::{Kind, Role};

/// A room at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomSnapshot {
    /// Which.
    pub room: RoomId,
    /// Since its opening.
    pub elapsed: Duration,
    /// Who is in it, also those whose leg is lost.
    pub seats: Vec<Seat>,
    /// The file that is being written.
    pub recording: Option<PathBuf>,
    /// Whether the recording has ended early because the disk would not take it.
    pub recording_failed: bool,
    /// Whether the recording is paused.
    pub recording_paused: bool,
}

/// A participant at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// Who.
    pub who: ParticipantId,
    /// By what.
    pub kind: Kind,
    /// In which part.
    pub role: Role,
    /// Is not heard.
    pub muted: bool,
    /// Hears music and is not heard.
    pub held: bool,
    /// Has a leg on which audio passes.
    pub connected: bool,
    /// Audio that came on its stream, if it has one.
    pub received_ms: u64,
}

impl RoomSnapshot {
    /// The seat of a participant.
    #[must_use]
    pub fn seat(&self, who: &ParticipantId) -> Option<&Seat> {
        self.seats.iter().find(|seat| &seat.who == who)
    }
}
