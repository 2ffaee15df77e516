//! Whose something is that was given out to a browser or a carrier.

use outdial_domain::ids::{CallId, RoomId, SeatId};

use crate::floor::hall::Floor;
use crate::floor::venue::Venue;

/// Whose something is: it is good for no longer than they are there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::floor) enum Owner {
    /// A room of one call.
    Room(RoomId),
    /// The room of an agent's shift.
    Seat(SeatId),
    /// A callee who waits for an agent.
    Call(CallId),
}

impl Owner {
    /// The id, by which rooms are named as well.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Room(id) => id.as_str(),
            Self::Seat(id) => id.as_str(),
            Self::Call(id) => id.as_str(),
        }
    }

    /// Whether they are there, at the carrier.
    pub(super) fn is_live(&self, floor: &Floor) -> bool {
        match self {
            Self::Room(id) => floor
                .desk(id)
                .is_some_and(|desk| matches!(desk.venue, Venue::Hosted(_))),
            Self::Seat(id) => floor.seats.hosted(id).is_some(),
            Self::Call(id) => floor.seats.guest(id).is_some(),
        }
    }
}
