//! The line between two seats' rooms: what is said in one is heard in the other, as by a phone that stands in both.
//!
//! Browsers cannot change rooms, and an agent who is asked stays in the room of their own shift.

use std::sync::Arc;

use outdial_domain::ids::SeatId;
use outdial_media::live::{JoinError, RoomHandle, StreamOut, StreamPort};
use outdial_media::{ParticipantId, Role};

use super::word::PassId;
use crate::engine::Inner;
use crate::floor::seats::desk::SeatDesk;

/// The end of a line in the other seat's room.
pub(in crate::floor::seats) fn tied(seat: &SeatId, pass: PassId) -> ParticipantId {
    ParticipantId::new(&format!("{seat}/{pass}"))
}

/// Lets two rooms hear each other until either end is taken out.
pub(in crate::floor::seats) fn tie(
    inner: &Arc<Inner>,
    one: &SeatDesk,
    other: &SeatDesk,
    pass: PassId,
) -> Result<(), JoinError> {
    let here = End::set_up(&one.room, tied(&other.id, pass))?;
    let there = match End::set_up(&other.room, tied(&one.id, pass)) {
        Ok(there) => there,
        Err(why) => {
            here.take_down();
            return Err(why);
        }
    };
    inner.begin(carry(here, there));
    Ok(())
}

struct End {
    room: RoomHandle,
    who: ParticipantId,
    port: StreamPort,
}

impl End {
    fn set_up(room: &RoomHandle, who: ParticipantId) -> Result<Self, JoinError> {
        let port = room.join_stream(&who, Role::Talk)?;
        Ok(Self {
            room: room.clone(),
            who,
            port,
        })
    }

    fn take_down(self) {
        // An end that is out already needs no order to go.
        let _ = self.room.remove(&self.who);
    }
}

async fn carry(here: End, there: End) {
    loop {
        let (out, to) = tokio::select! {
            out = here.port.next() => (out, &there),
            out = there.port.next() => (out, &here),
        };
        match out {
            Some(StreamOut::Media(mulaw)) => to.port.push(&mulaw),
            Some(StreamOut::Mark(_) | StreamOut::Clear) => {}
            None => break,
        }
    }
    here.take_down();
    there.take_down();
}
