//! What happened in a room.

use std::sync::Arc;

use super::participant::Kind;
use crate::dtmf::Digit;
use crate::ids::ParticipantId;

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomEvent {
    /// Somebody came in.
    Joined {
        /// Who.
        who: ParticipantId,
        /// As what.
        kind: Kind,
    },
    /// Somebody left for good.
    Left {
        /// Who.
        who: ParticipantId,
    },
    /// Somebody's leg broke; the seat is kept.
    Lost {
        /// Whose.
        who: ParticipantId,
    },
    /// Somebody's leg is back.
    Returned {
        /// Whose.
        who: ParticipantId,
    },
    /// A phone pressed a key.
    Digit {
        /// Whose.
        from: ParticipantId,
        /// Which.
        digit: Digit,
    },
    /// All digits that were to be sent have been sounded.
    DigitsSent {
        /// Who heard them.
        to: ParticipantId,
    },
    /// A clip is over.
    ClipFinished {
        /// Its name.
        name: Arc<str>,
        /// How it came to its end.
        end: ClipEnd,
    },
}

/// How a clip came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClipEnd {
    /// It was heard to its last sample.
    Played,
    /// It was stopped.
    Stopped,
    /// Another clip took its place.
    Replaced,
    /// The only one who heard it left.
    AudienceLeft,
}
