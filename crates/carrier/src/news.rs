//! What reports say beside what the call machine knows.

use outdial_domain::Timestamp;
use outdial_domain::voice_agent::ConversationNews;
use serde::{Deserialize, Serialize};

use crate::{LegRef, RoomLeg, RoomRef};

/// What a report says beside what the call machine knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "news")]
pub enum News {
    /// Something happened in a room that the carrier hosts.
    Room(RoomReport),
    /// A browser asks to be let into a room; the answer must be [`crate::Carrier::render`]ed instructions.
    Browser(BrowserEntry),
    /// What a voice agent that the carrier hosts said, asks or reports.
    Conversation(ConversationNews),
    /// A recording is complete.
    Recording(RecordingReport),
    /// The callee pressed keys.
    Keys {
        /// Which.
        keys: String,
    },
}

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomReport {
    /// The name by which legs enter.
    pub name: String,
    /// The carrier's id of the room.
    pub room: RoomRef,
    /// Its place among the reports of this room; what comes later has a higher one.
    pub sequence: Option<u32>,
    /// What happened.
    pub what: RoomNews,
}

/// What may happen in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum RoomNews {
    /// Somebody came in.
    Joined(RoomLeg),
    /// Somebody left.
    Left {
        /// Who.
        leg: LegRef,
    },
    /// Somebody is heard, or hears music, or not any more.
    Changed(RoomLeg),
    /// It is over, for everybody.
    Ended,
    /// Anything else.
    Other,
}

/// A browser that asks to be let into a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrowserEntry {
    /// Under which name it calls; the carrier has checked its credentials.
    pub identity: String,
    /// The room that it names.
    pub room: Option<String>,
    /// The ticket that it shows.
    pub ticket: Option<String>,
}

/// A complete recording of a leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingReport {
    /// The carrier's id.
    pub recording: String,
    /// When it began, if the carrier says.
    pub started_at: Option<Timestamp>,
}
