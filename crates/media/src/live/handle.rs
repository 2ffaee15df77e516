//! By what a room is steered.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use serde::Serialize;
use tokio::sync::broadcast::Sender;

use super::cell::RoomCell;
use super::config::IceServer;
use super::error::{JoinError, MoveError, RecordError};
use super::events::{CloseReason, Event, Subscription};
use super::hub::Registry;
use super::link::Link;
use super::lock::lock;
use super::scribe::{Job, TapeId};
use super::snapshot::RoomSnapshot;
use super::stream_port::{StreamLine, StreamPort};
use super::tape::Tape;
use crate::ids::{ParticipantId, RoomId};
use crate::record::RecordingOptions;
use crate::room::{Audience, Clip, Kind, Role, Room, RoomError};
use crate::webrtc::Peer;

/// An open room. Clones steer the same one; it stays open until [`RoomHandle::close`].
#[derive(Clone)]
pub struct RoomHandle {
    id: RoomId,
    cell: Arc<RoomCell>,
    registry: Weak<Registry>,
}

/// What a browser needs to connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The session description for `setRemoteDescription`.
    pub sdp: String,
    /// What the page gives to its next `RTCPeerConnection`.
    pub ice_servers: Vec<IceServer>,
}

impl RoomHandle {
    pub(super) fn new(id: RoomId, cell: Arc<RoomCell>, registry: Weak<Registry>) -> Self {
        Self { id, cell, registry }
    }

    /// Which room.
    #[must_use]
    pub fn id(&self) -> &RoomId {
        &self.id
    }

    /// Answers a browser's offer and gives it a seat. The same participant again replaces the connection and keeps
    /// the seat: that is a refreshed page. Whether two browsers may be one participant is the caller's to judge.
    ///
    /// # Errors
    /// When the offer cannot be used, the room is full or closed, or the seat is a phone's.
    pub fn join_browser(&self, who: &ParticipantId, role: Role, offer: &str) -> Result<Answer, JoinError> {
        let around = &self.cell.around;
        let at = around.moment();
        let (peer, sdp) = Peer::answer(offer, &around.peers, at.now)?;
        let mut room = lock(&self.cell.room);
        if room.is_closed() {
            return Err(JoinError::Closed);
        }
        if room.is_otherwise_connected(who, true) {
            return Err(JoinError::OtherKind);
        }
        let key = around.wire.register(peer.user_name(), Arc::downgrade(&self.cell));
        let link = Link::new(key, peer, at.now);
        room.take_browser(who.clone(), role, link, &at)?;
        Ok(Answer {
            sdp,
            ice_servers: around.ice_servers.clone(),
        })
    }

    /// Gives a carrier's media stream a seat. The same participant again replaces the stream.
    ///
    /// # Errors
    /// When the room is full or closed, or the seat is a browser's.
    pub fn join_stream(&self, who: &ParticipantId, role: Role) -> Result<StreamPort, JoinError> {
        self.take_stream(who, Kind::Phone, role)
    }

    /// Gives a program a seat from which it talks and hears, by the same port as a carrier's stream: mu-law, 20 ms at a
    /// time.
    ///
    /// # Errors
    /// When the room is full or closed, or the seat is a browser's.
    pub fn join_program(&self, who: &ParticipantId, role: Role) -> Result<StreamPort, JoinError> {
        self.take_stream(who, Kind::Program, role)
    }

    fn take_stream(&self, who: &ParticipantId, kind: Kind, role: Role) -> Result<StreamPort, JoinError> {
        let mut room = lock(&self.cell.room);
        if room.is_closed() {
            return Err(JoinError::Closed);
        }
        if room.is_otherwise_connected(who, false) {
            return Err(JoinError::OtherKind);
        }
        let line = Arc::new(StreamLine::default());
        line.move_home(&self.cell);
        room.take_stream(who, kind, role, Arc::clone(&line))?;
        Ok(StreamPort::new(who.clone(), line))
    }

    /// Moves a phone into another room, where it talks from the next beat on: its stream goes on, nothing that it said
    /// is lost, and whoever listens who answered goes on listening. There it is neither muted nor held.
    ///
    /// # Errors
    /// When no phone of that name has its audio here, or the other room is full or closed or knows the name.
    pub fn move_stream(&self, who: &ParticipantId, to: &Self) -> Result<(), MoveError> {
        RoomCell::move_stream(&self.cell, &to.cell, who)
    }

    /// Records into a new file from now on, whether or not the room was opened to be recorded. One that is being
    /// recorded is completed first.
    ///
    /// # Errors
    /// When the folder for recordings cannot be used, or the room is closed.
    pub fn begin_recording(&self, name: &str, options: RecordingOptions) -> Result<PathBuf, RecordError> {
        let registry = self.registry.upgrade().ok_or(RecordError::Closed)?;
        let events = self.cell.sender();
        let begun = self
            .cell
            .around
            .scribe
            .begin(registry.recordings(), name, options, events)?;
        let path = begun.1.path().clone();
        let mut room = lock(&self.cell.room);
        if room.is_closed() {
            return Err(RecordError::Closed);
        }
        self.announce_tape(room.end_tape());
        room.begin_tape(begun);
        Ok(path)
    }

    /// Completes the file that is being recorded; [`super::Event::Recorded`] says when it is whole. False when nothing
    /// is recorded.
    pub fn end_recording(&self) -> bool {
        let ended = lock(&self.cell.room).end_tape();
        let was_recording = ended.is_some();
        self.announce_tape(ended);
        was_recording
    }

    fn announce_tape(&self, ended: Option<(TapeId, Sender<Event>)>) {
        if let Some((tape, events)) = ended {
            self.cell.around.scribe.add(Job::Announce { tape, events });
        }
    }

    /// Takes a participant out for good.
    ///
    /// # Errors
    /// When it is not here.
    pub fn remove(&self, who: &ParticipantId) -> Result<(), RoomError> {
        lock(&self.cell.room).remove(who, &self.cell.around.moment())
    }

    /// Nobody hears it until [`RoomHandle::unmute`].
    ///
    /// # Errors
    /// When it is not here.
    pub fn mute(&self, who: &ParticipantId) -> Result<(), RoomError> {
        self.with(|room| room.mute(who))
    }

    /// Undoes [`RoomHandle::mute`].
    ///
    /// # Errors
    /// When it is not here.
    pub fn unmute(&self, who: &ParticipantId) -> Result<(), RoomError> {
        self.with(|room| room.unmute(who))
    }

    /// It hears music and nobody hears it until [`RoomHandle::unhold`].
    ///
    /// # Errors
    /// When it is not here.
    pub fn hold(&self, who: &ParticipantId) -> Result<(), RoomError> {
        self.with(|room| room.hold(who))
    }

    /// Undoes [`RoomHandle::hold`].
    ///
    /// # Errors
    /// When it is not here.
    pub fn unhold(&self, who: &ParticipantId) -> Result<(), RoomError> {
        self.with(|room| room.unhold(who))
    }

    /// Changes who hears it.
    ///
    /// # Errors
    /// When it, or the one that it is to coach, is not here.
    pub fn set_role(&self, who: &ParticipantId, role: Role) -> Result<(), RoomError> {
        self.with(|room| room.set_role(who, role))
    }

    /// Plays a clip, in place of one that plays.
    ///
    /// # Errors
    /// When the one who is to hear it is not here.
    pub fn play(&self, clip: Clip, audience: Audience) -> Result<(), RoomError> {
        self.with(|room| room.play(clip, audience))
    }

    /// Stops the clip that plays, if one does.
    pub fn stop_clip(&self) {
        self.with(|room| {
            room.stop_clip();
        });
    }

    /// Sends tones to a participant: `0` to `9`, `*`, `#`, `A` to `D`, and `w` for half a second of silence.
    ///
    /// # Errors
    /// When it is not here, or the digits are none.
    pub fn send_digits(&self, to: &ParticipantId, digits: &str) -> Result<(), RoomError> {
        self.with(|room| room.send_digits(to, digits))
    }

    /// Asks a phone's carrier to say when everything until now was played: [`super::Event::MarkReached`].
    ///
    /// # Errors
    /// When no phone of that name is here.
    pub fn mark(&self, who: &ParticipantId, name: &str) -> Result<(), RoomError> {
        lock(&self.cell.room)
            .line(who)
            .map(|line| line.mark(name))
            .ok_or(RoomError::NotHere)
    }

    /// Throws away audio that a phone's carrier has not played yet.
    ///
    /// # Errors
    /// When no phone of that name is here.
    pub fn clear(&self, who: &ParticipantId) -> Result<(), RoomError> {
        lock(&self.cell.room)
            .line(who)
            .map(StreamLine::clear)
            .ok_or(RoomError::NotHere)
    }

    /// Records nothing, or silence, until [`RoomHandle::resume_recording`]. False when nothing is recorded.
    pub fn pause_recording(&self) -> bool {
        self.with_tape(|tape| tape.set_paused(true))
    }

    /// Undoes [`RoomHandle::pause_recording`]. False when nothing is recorded.
    pub fn resume_recording(&self) -> bool {
        self.with_tape(|tape| tape.set_paused(false))
    }

    /// What happens from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        self.cell.subscribe()
    }

    /// How the room stands.
    #[must_use]
    pub fn snapshot(&self) -> RoomSnapshot {
        lock(&self.cell.room).snapshot(self.cell.around.clock.now())
    }

    /// Ends all legs and completes the recording; [`super::Event::Closed`] says when that is done. Closing twice is harmless.
    pub fn close(&self) {
        self.cell.close(CloseReason::Asked);
        if let Some(registry) = self.registry.upgrade() {
            registry.forget(&self.id, &self.cell);
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Room) -> T) -> T {
        let mut room = lock(&self.cell.room);
        let done = act(&mut room.room);
        room.tell();
        done
    }

    fn with_tape(&self, act: impl FnOnce(&mut Tape)) -> bool {
        lock(&self.cell.room).tape.as_mut().map(act).is_some()
    }
}

impl std::fmt::Debug for RoomHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RoomHandle")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
