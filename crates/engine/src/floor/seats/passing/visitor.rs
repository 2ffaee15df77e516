//! A leg that was rung from a seat: whoever is to take a callee, or the agent's own phone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::call::{Event, State};
use outdial_domain::ids::{CallId, SeatId, WorkspaceId};
use outdial_media::live::{RoomHandle, StreamPort};
use outdial_media::{ParticipantId, Role};
use outdial_store::CallRow;
use tokio::sync::watch;

use crate::dialler::feed;
use crate::engine::Inner;
use crate::floor::attach::StreamRefusal;
use crate::floor::desk::agent;
use crate::floor::task::hang_up_now;

/// A leg that was rung from a seat.
pub(in crate::floor) struct Visitor {
    pub workspace: WorkspaceId,
    pub call: CallId,
    /// The seat from which it was rung.
    pub seat: SeatId,
    /// As rooms know it.
    pub who: ParticipantId,
    /// Where its audio goes; nowhere once it was let go.
    room: Mutex<Option<RoomHandle>>,
    row: watch::Sender<Option<Arc<CallRow>>>,
    /// The call has heard that it is talked on.
    bridged: AtomicBool,
}

impl Visitor {
    pub(in crate::floor::seats) fn new(
        workspace: WorkspaceId,
        call: CallId,
        seat: SeatId,
        who: ParticipantId,
        room: RoomHandle,
    ) -> Self {
        Self {
            workspace,
            call,
            seat,
            who,
            room: Mutex::new(Some(room)),
            row: watch::Sender::new(None),
            bridged: AtomicBool::new(false),
        }
    }

    /// Whether its audio is wanted.
    pub(in crate::floor) fn is_awaited(&self) -> bool {
        self.room().is_some()
    }

    /// Its stream comes in, for the first time or again.
    pub(in crate::floor) fn admit(&self) -> Result<StreamPort, StreamRefusal> {
        let room = self.room().clone().ok_or(StreamRefusal::Ended)?;
        room.join_stream(&self.who, Role::Talk)
            .map_err(|_| StreamRefusal::Ended)
    }

    /// Its audio goes there from now on.
    pub(in crate::floor::seats) fn goes_to(&self, room: RoomHandle) {
        let mut place = self.room();
        if place.is_some() {
            *place = Some(room);
        }
    }

    /// It is not wanted any more, and leaves the room that it is in. An agent whose phone is gone keeps their place.
    pub(in crate::floor::seats) fn leave(&self) {
        let room = self.room().take();
        if let Some(room) = room.filter(|_| self.who != agent()) {
            // A leg that is gone already needs no order to go.
            let _ = room.remove(&self.who);
        }
    }

    pub(in crate::floor::seats) fn tell(&self, row: &CallRow) {
        self.row.send_if_modified(|known| {
            let is_newer = known.as_ref().is_none_or(|known| known.revision <= row.revision);
            if is_newer {
                *known = Some(Arc::new(row.clone()));
            }
            is_newer
        });
    }

    pub(in crate::floor::seats) fn row(&self) -> Option<Arc<CallRow>> {
        self.row.borrow().clone()
    }

    pub(in crate::floor::seats) fn rows(&self) -> watch::Receiver<Option<Arc<CallRow>>> {
        self.row.subscribe()
    }

    /// Tells the call, once, that somebody talks to it. A stream may be quicker than the report of the answer.
    pub(in crate::floor::seats) async fn bridge(&self, inner: &Arc<Inner>) {
        let Some(row) = self.row() else { return };
        let is_answered = match row.call.state {
            State::Waiting | State::Connected | State::Voicemail => true,
            State::Planned | State::Dialing | State::Unknown | State::Ringing | State::Ended(_) => false,
        };
        if !is_answered || self.bridged.swap(true, Ordering::Relaxed) {
            return;
        }
        if let Err(why) = feed(inner, &self.workspace, &self.call, Event::Bridged).await {
            self.bridged.store(false, Ordering::Relaxed);
            tracing::warn!(call.id = %self.call, error = %why, "that a call is talked on could not be stored");
        }
    }

    /// Ends its call, unless that is over.
    pub(in crate::floor::seats) async fn hang_up(&self, inner: &Arc<Inner>) {
        let row = self.row();
        if row
            .as_ref()
            .is_some_and(|row| matches!(row.call.state, State::Ended(_)))
        {
            return;
        }
        if let Err(why) = feed(inner, &self.workspace, &self.call, Event::HangUpRequested).await {
            tracing::error!(call.id = %self.call, error = %why, "a hang-up could not be stored");
        }
        if inner.stop.is_cancelled()
            && let Some(row) = row
        {
            hang_up_now(inner, &self.workspace, &row).await;
        }
    }

    fn room(&self) -> MutexGuard<'_, Option<RoomHandle>> {
        self.room.lock().expect("no code panics while it holds this lock")
    }
}
