//! Rooms that a carrier hosts: an optional ability, reached through [`crate::Carrier::rooms`].

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;
use serde::{Deserialize, Serialize};

use crate::{CommandError, LegRef, Secret};

/// Rooms at the carrier where phones and browsers meet; their audio does not pass us.
///
/// A room comes into being when the first leg enters it by name, and its id is learnt from the carrier's reports. The
/// same name may be another room later, when everybody had left in between.
#[async_trait]
pub trait HostsRooms: Send + Sync {
    /// Credentials with which a browser asks the carrier to be let into a room. Pure.
    fn browser_pass(&self, wish: &PassWish<'_>) -> BrowserPass;

    /// Where a browser with such credentials connects to, as sources of a content security policy.
    fn browser_sources(&self) -> Vec<String>;

    /// Where what happens in the room of a call is to be reported, for [`outdial_domain::instruction::JoinRoom`].
    fn room_callback(&self, call_id: &CallId) -> String;

    /// The same for a room that outlives its calls: reports name it, and no call.
    fn shift_callback(&self) -> String;

    /// Changes how a leg is in its room.
    async fn change(&self, seat: &RoomSeat, change: &SeatChange) -> Result<(), CommandError>;

    /// Takes a leg out of its room; one that is gone already is a success.
    async fn remove(&self, seat: &RoomSeat) -> Result<(), CommandError>;

    /// Plays what stands under a URL to one leg, or to the whole room.
    async fn announce(&self, room: &RoomRef, to: Option<&LegRef>, url: &str) -> Result<(), CommandError>;

    /// Lets a leg's recording hold silence in place of what is said, until it is resumed.
    async fn pause_recording(&self, leg: &LegRef) -> Result<(), CommandError>;

    /// Undoes that.
    async fn resume_recording(&self, leg: &LegRef) -> Result<(), CommandError>;

    /// Ends a room for everybody; one that is over already is a success.
    async fn end(&self, room: &RoomRef) -> Result<(), CommandError>;

    /// The rooms of that name that are not over, with who is in them.
    async fn look_up_rooms(&self, name: &str) -> Result<Vec<RoomSnapshot>, CommandError>;
}

/// The carrier's id of a room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomRef(pub String);

impl RoomRef {
    /// The id as the carrier writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A leg's place in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSeat {
    /// The room.
    pub room: RoomRef,
    /// The leg.
    pub leg: LegRef,
}

/// What may be changed about a leg in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeatChange {
    /// It is not heard.
    Mute,
    /// Undoes that.
    Unmute,
    /// It is not heard and hears music.
    Hold {
        /// Absolute URL of the music, asked for by GET; the carrier's own when absent.
        music_url: Option<String>,
    },
    /// Undoes that.
    Unhold,
}

/// What a browser's credentials are to say.
#[derive(Debug, Clone, Copy)]
pub struct PassWish<'a> {
    /// Under which name the browser calls: letters, digits and underscores.
    pub identity: &'a str,
    /// What the carrier brings along when it asks what to do with the browser.
    pub parameters: &'a [(&'a str, &'a str)],
    /// The present.
    pub now: Timestamp,
    /// For how long they are good.
    pub ttl_s: u32,
}

/// A browser's credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserPass {
    /// What the carrier's browser library is given.
    pub access_token: Secret,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// Where the library connects to; its own default when absent.
    pub signalling: Option<String>,
}

/// Somebody in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomLeg {
    /// The leg.
    pub leg: LegRef,
    /// The label that it entered with.
    pub label: Option<String>,
    /// It is not heard.
    pub muted: bool,
    /// It hears music.
    pub held: bool,
}

/// How a room stood when the carrier was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSnapshot {
    /// The carrier's id.
    pub room: RoomRef,
    /// Who is in it.
    pub legs: Vec<RoomLeg>,
}
