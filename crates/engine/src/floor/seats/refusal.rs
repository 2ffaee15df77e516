//! Why something about a seat was not done.

use outdial_domain::ids::{RoomId, SeatId};
use outdial_domain::rules::Refusal;
use outdial_domain::seat::Why;
use outdial_domain::transfer;
use outdial_media::live::{JoinError, OpenError};
use outdial_media::room::RoomError;
use outdial_store::StoreError;

use crate::floor::orders::OrderRefusal;

/// Why something about a seat was not done; nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum SeatRefusal {
    /// There is no such seat.
    #[error("there is no such seat")]
    NoSuchSeat,
    /// Its agent has signed out.
    #[error("the seat's agent has signed out")]
    Offline,
    /// The seat is somebody else's.
    #[error("the seat is somebody else's")]
    NotYours,
    /// The user has a seat already.
    #[error("you are signed in already")]
    AlreadySeated(SeatId),
    /// The user talks in a room of their own.
    #[error("you are in another call")]
    InRoom(RoomId),
    /// The campaign takes no agents now, or does not exist.
    #[error("the campaign takes no agents now")]
    CampaignClosed,
    /// Another callee is promised or here, or the agent takes none.
    #[error("the seat is taken")]
    SeatTaken,
    /// The agent's browser is away.
    #[error("the agent's browser is away")]
    BrowserAway,
    /// No such call waits.
    #[error("no such call waits")]
    NotWaiting,
    /// The call is not this seat's.
    #[error("the call is not this seat's")]
    OtherCall,
    /// What came of the call must be said first.
    #[error("what came of the call must be said first")]
    DispositionMissing,
    /// The seat is not there yet.
    #[error("the seat is not there yet")]
    NotYet,
    /// The room of the shift is here, and a browser comes in with an offer.
    #[error("an offer is needed")]
    OfferMissing,
    /// The carrier account hosts no rooms any more.
    #[error("the seat's carrier account hosts no rooms any more")]
    NoDoor,
    /// The carrier would not follow, or cannot.
    #[error(transparent)]
    Order(OrderRefusal),
    /// The callee is being passed on.
    #[error("the callee is being passed on")]
    PassingOn,
    /// The callee is not being passed on.
    #[error("the callee is not being passed on")]
    NotPassing,
    /// Whoever is to take the callee is not there yet, or not at the moment.
    #[error("nobody is there yet to take the callee")]
    ThirdAway,
    /// Nobody asks this agent about a callee.
    #[error("nobody asks about a callee")]
    NotAsked,
    /// The colleague cannot take anybody now.
    #[error("the colleague cannot take anybody now")]
    ColleagueTaken,
    /// No phone is known to ring.
    #[error("no phone is known to ring")]
    NoPhone,
    /// The audio of this account does not pass us.
    #[error("the account bridges at the carrier")]
    AtCarrier,
    /// A rule objects.
    #[error("{}", .0.message)]
    Rule(Box<Refusal>),
    /// The offer cannot be used, or the audio engine refused.
    #[error(transparent)]
    Join(#[from] JoinError),
    /// The room of the shift could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The audio engine refused.
    #[error(transparent)]
    Audio(#[from] RoomError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Why> for SeatRefusal {
    fn from(why: Why) -> Self {
        match why {
            Why::Repeated | Why::Taken => Self::SeatTaken,
            Why::TooLate => Self::Offline,
            Why::NotYet => Self::NotYet,
            Why::OtherCall => Self::OtherCall,
            Why::BrowserAway => Self::BrowserAway,
            Why::DispositionMissing => Self::DispositionMissing,
        }
    }
}

impl From<transfer::Why> for SeatRefusal {
    fn from(why: transfer::Why) -> Self {
        match why {
            transfer::Why::Repeated | transfer::Why::TooLate => Self::NotPassing,
            transfer::Why::NotYet => Self::ThirdAway,
        }
    }
}
