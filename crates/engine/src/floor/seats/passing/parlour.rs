//! The room of a callee and a third who talk without an agent. It ends with either of them: nobody is left alone there.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::ids::SeatId;
use outdial_media::live::{Event, MoveError, OpenError, RoomHandle, RoomSettings, Subscription};
use outdial_media::{ParticipantId, RoomId};
use outdial_store::{CallRow, LegPart};
use tokio::sync::watch;

use super::visitor::Visitor;
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::floor::hall::Floor;
use crate::floor::seats::guest::{Guest, Place};
use crate::floor::seats::guests::{hang_up, leg_of};

/// Who is to talk without an agent.
pub(in crate::floor::seats) struct Parlour {
    pub guest: Arc<Guest>,
    pub third: Arc<Visitor>,
    /// The seat that leaves them to themselves.
    pub seat: SeatId,
}

/// Why the two could not be put together; they stay where they are.
#[derive(Debug, thiserror::Error)]
pub(in crate::floor::seats) enum NoParlour {
    /// There is no room.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A leg is not there.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// The callee has left.
    #[error("the callee has left")]
    Left,
}

/// Moves both into a room of their own and looks after it until either of them is gone.
pub(in crate::floor::seats) fn open_parlour(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    from: &RoomHandle,
    who: Parlour,
) -> Result<(), NoParlour> {
    let callee = leg_of(who.guest.id());
    let id = RoomId::new(&format!("{}-apart", who.guest.id()));
    let room = floor.hub.open(id, RoomSettings::default())?;
    let moved = from.move_stream(&callee, &room).and_then(|()| {
        from.move_stream(&who.third.who, &room)
            .inspect_err(|_| back(&room, from, &callee))
    });
    if let Err(why) = moved {
        room.close();
        return Err(why.into());
    }
    if !who.guest.hand(&who.seat, Place::Apart(room.clone())) {
        back(&room, from, &who.third.who);
        room.close();
        return Err(NoParlour::Left);
    }
    who.third.goes_to(room.clone());
    let talk = Talk {
        inner: inner.clone(),
        floor: floor.clone(),
        events: room.subscribe(),
        guest_rows: who.guest.rows(),
        third_rows: who.third.rows(),
        room,
        who,
        lost: Vec::new(),
    };
    inner.begin(talk.run());
    Ok(())
}

fn back(room: &RoomHandle, to: &RoomHandle, who: &ParticipantId) {
    if let Err(why) = room.move_stream(who, to) {
        // Its stream stopped in this moment: it comes back to where its place is.
        tracing::debug!(error = %why, "a leg could not be moved back");
    }
}

struct Talk {
    inner: Arc<Inner>,
    floor: Arc<Floor>,
    room: RoomHandle,
    events: Subscription,
    who: Parlour,
    guest_rows: watch::Receiver<Option<Arc<CallRow>>>,
    third_rows: watch::Receiver<Option<Arc<CallRow>>>,
    /// Whose audio stopped, and when.
    lost: Vec<(ParticipantId, Timestamp)>,
}

impl Talk {
    async fn run(mut self) {
        self.begin().await;
        let stop = self.inner.stop.clone();
        while !self.is_over() {
            self.who.third.bridge(&self.inner).await;
            let clock = self.inner.clock.clone();
            let limit = self.floor.seats.limits.phone_ms;
            let gone_at = self.lost.iter().map(|(_, at)| at.plus_ms(limit)).min();
            let alarm = async move {
                match gone_at {
                    Some(at) => sleep_until(clock.as_ref(), at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = self.events.next() => if self.hear(event) { break },
                Ok(()) = self.guest_rows.changed() => {}
                Ok(()) = self.third_rows.changed() => {}
                () = alarm => break,
                // The audio goes with this process.
                () = stop.cancelled() => break,
            }
        }
        self.end().await;
    }

    /// After a crash nobody but the next start would end the callee's call.
    async fn begin(&self) {
        let (call, seat) = (self.who.guest.id().clone(), self.who.seat.clone());
        let now = self.inner.clock.now();
        let rows = self.inner.store.workspace(self.who.guest.workspace.clone());
        let noted = rows.write(move |tx| tx.seats().begin_leg(&call, &seat, LegPart::Callee, now));
        if let Err(why) = noted.await {
            tracing::error!(call.id = %self.who.guest.id(), error = %why, "a leg could not be written down");
        }
    }

    fn is_over(&self) -> bool {
        let ended =
            |row: Option<Arc<CallRow>>| row.is_some_and(|row| matches!(row.call.state, State::Ended(_)));
        ended(self.who.guest.row()) || ended(self.who.third.row())
    }

    /// True when the room is gone.
    fn hear(&mut self, event: Option<Event>) -> bool {
        match event {
            None | Some(Event::Closed(_)) => return true,
            Some(Event::Lost { who }) => {
                let now = self.inner.clock.now();
                self.lost.push((who, now));
            }
            Some(Event::Joined { who, .. } | Event::Returned { who }) => {
                self.lost.retain(|(lost, _)| *lost != who);
            }
            Some(
                Event::Left { .. }
                | Event::Detected { .. }
                | Event::Digit { .. }
                | Event::DigitsSent { .. }
                | Event::ClipFinished { .. }
                | Event::MarkReached { .. }
                | Event::Levels(_)
                | Event::Quality(_)
                | Event::Recorded(_)
                | Event::RecordingFailed { .. }
                | Event::Missed(_),
            ) => {}
        }
        false
    }

    async fn end(self) {
        let (guest, third) = (&self.who.guest, &self.who.third);
        third.hang_up(&self.inner).await;
        let is_over = guest
            .row()
            .is_some_and(|row| matches!(row.call.state, State::Ended(_)));
        if !is_over {
            hang_up(&self.inner, guest).await;
        }
        self.floor.seats.part(guest);
        self.floor.seats.let_out(&third.call);
        self.room.close();
        let (calls, now) = ([guest.id().clone(), third.call.clone()], self.inner.clock.now());
        let rows = self.inner.store.workspace(guest.workspace.clone());
        let noted = rows.write(move |tx| calls.iter().try_for_each(|call| tx.seats().end_leg(call, now)));
        if let Err(why) = noted.await {
            // The next start finds them ended.
            tracing::warn!(call.id = %guest.id(), error = %why, "the end of two legs could not be stored");
        }
    }
}
