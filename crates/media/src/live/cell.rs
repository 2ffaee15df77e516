//! A room behind its lock, with what everybody who reaches it needs.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::broadcast;

use super::clock::Clock;
use super::config::IceServer;
use super::error::MoveError;
use super::events::{CloseReason, Event, Subscription};
use super::link::Moment;
use super::live_room::LiveRoom;
use super::lock::lock;
use super::meters::Meters;
use super::scribe::{Job, ScribeQueue};
use super::stream_port::StreamLine;
use super::wire::{PeerKey, Wire};
use crate::dtmf::Digit;
use crate::ids::ParticipantId;
use crate::webrtc::PeerConfig;

/// What all rooms of a hub share.
pub(super) struct Surroundings {
    pub(super) wire: Arc<Wire>,
    pub(super) scribe: Arc<ScribeQueue>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) peers: PeerConfig,
    pub(super) ice_servers: Vec<IceServer>,
    pub(super) epoch: Instant,
}

impl Surroundings {
    pub(super) fn moment(&self) -> Moment<'_> {
        Moment {
            now: self.clock.now(),
            epoch: self.epoch,
            wire: &self.wire,
        }
    }
}

/// A room that the port, the beat, streams and handles share.
pub(super) struct RoomCell {
    pub(super) room: Mutex<LiveRoom>,
    pub(super) around: Arc<Surroundings>,
    events: broadcast::Sender<Event>,
}

impl RoomCell {
    pub(super) fn new(room: LiveRoom, around: Arc<Surroundings>, events: broadcast::Sender<Event>) -> Self {
        Self {
            room: Mutex::new(room),
            around,
            events,
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        lock(&self.room).is_closed()
    }

    pub(super) fn sender(&self) -> broadcast::Sender<Event> {
        self.events.clone()
    }

    pub(super) fn subscribe(&self) -> Subscription {
        Subscription::new(self.events.subscribe())
    }

    /// One tick; false when the room is closed. A room whose code fails is closed, and others go on.
    pub(super) fn tick(&self) -> bool {
        self.guarded(|room, at| {
            if !room.is_closed() {
                room.tick(at);
            }
            !room.is_closed()
        })
        .unwrap_or(false)
    }

    pub(super) fn receive(&self, key: PeerKey, datagram: &[u8], from: SocketAddr, now: Instant) {
        self.guarded(|room, at| room.receive(key, datagram, from, &Moment { now, ..*at }));
    }

    /// Audio from a phone; false when its leg is not here.
    pub(super) fn stream_audio(&self, who: &ParticipantId, line: &Arc<StreamLine>, mulaw: &[u8]) -> bool {
        lock(&self.room).stream_audio(who, line, mulaw)
    }

    pub(super) fn stream_digit(&self, who: &ParticipantId, line: &Arc<StreamLine>, digit: Digit) -> bool {
        lock(&self.room).stream_event(
            who,
            line,
            Event::Digit {
                from: who.clone(),
                digit,
            },
        )
    }

    pub(super) fn stream_mark(&self, who: &ParticipantId, line: &Arc<StreamLine>, name: &str) -> bool {
        let event = Event::MarkReached {
            who: who.clone(),
            name: name.to_owned(),
        };
        lock(&self.room).stream_event(who, line, event)
    }

    pub(super) fn stream_lost(&self, who: &ParticipantId, line: &Arc<StreamLine>) -> bool {
        lock(&self.room).stream_lost(who, line)
    }

    /// Moves a phone's leg from one room to another, between two beats of both. Whoever holds two rooms locks them in
    /// the order of their addresses, so that two who move legs to and fro do not wait for each other.
    pub(super) fn move_stream(
        from: &Arc<Self>,
        to: &Arc<Self>,
        who: &ParticipantId,
    ) -> Result<(), MoveError> {
        if Arc::ptr_eq(from, to) {
            return Ok(());
        }
        let (mut giver, mut taker) = if Arc::as_ptr(from) < Arc::as_ptr(to) {
            let giver = lock(&from.room);
            (giver, lock(&to.room))
        } else {
            let taker = lock(&to.room);
            (lock(&from.room), taker)
        };
        taker.make_room(who)?;
        match giver.give_away(who) {
            Ok(given) => {
                given.move_home(to);
                taker.take_over(who, given);
                Ok(())
            }
            Err(why) => {
                taker.unmake_room(who);
                Err(why)
            }
        }
    }

    pub(super) fn close(&self, reason: CloseReason) {
        let farewell = lock(&self.room).close(reason, &self.around.moment());
        if let Some(farewell) = farewell {
            self.around.scribe.add(Job::Farewell {
                tape: farewell.tape,
                summary: farewell.summary,
                events: farewell.events,
            });
        }
    }

    fn guarded<T>(&self, act: impl FnOnce(&mut LiveRoom, &Moment<'_>) -> T) -> Option<T> {
        let at = self.around.moment();
        let acted = catch_unwind(AssertUnwindSafe(|| act(&mut lock(&self.room), &at)));
        if acted.is_err() {
            Meters::count(&self.around.wire.meters.rooms_failed);
            tracing::error!(room = %lock(&self.room).id, "a room failed and is closed; others go on");
            // What ends the legs may fail for the same reason.
            let _ = catch_unwind(AssertUnwindSafe(|| self.close(CloseReason::Failed)));
        }
        acted.ok()
    }
}
