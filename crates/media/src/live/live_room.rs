//! A room with its legs: what happens in 20 ms.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::broadcast;

use super::browser_leg::{BrowserLeg, Change};
use super::cell::RoomCell;
use super::config::RoomSettings;
use super::detector::Detection;
use super::error::MoveError;
use super::events::{CloseReason, Event, RoomSummary};
use super::link::{Link, Moment};
use super::meters::Meters;
use super::scribe::TapeId;
use super::snapshot::{RoomSnapshot, Seat};
use super::stream_leg::StreamLeg;
use super::stream_port::StreamLine;
use super::tape::Tape;
use super::watch::Watch;
use super::wire::PeerKey;
use crate::detect::Params;
use crate::ids::{ParticipantId, RoomId};
use crate::room::{Kind, Role, Room, RoomError, RoomEvent};

/// The pure room, and the legs that bring its audio and take it away.
pub(super) struct LiveRoom {
    pub(super) id: RoomId,
    pub(super) room: Room,
    legs: HashMap<ParticipantId, Leg>,
    pub(super) tape: Option<Tape>,
    tape_id: Option<TapeId>,
    detect: Option<Params>,
    events: broadcast::Sender<Event>,
    opened: Instant,
    ticks: u64,
    levels: bool,
    closed: bool,
}

enum Leg {
    Browser(Box<BrowserLeg>, Watch),
    Stream(Box<StreamLeg>, Watch),
}

impl LiveRoom {
    pub(super) fn new(
        id: RoomId,
        settings: RoomSettings,
        tape: Option<(TapeId, Tape)>,
        events: broadcast::Sender<Event>,
        opened: Instant,
    ) -> Self {
        let (tape_id, tape) = tape.unzip();
        Self {
            id,
            room: Room::new(settings.room),
            legs: HashMap::new(),
            tape,
            tape_id,
            detect: settings.detect,
            events,
            opened,
            ticks: 0,
            levels: settings.levels,
            closed: false,
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether this seat is taken by a leg of the other kind.
    pub(super) fn is_otherwise_connected(&self, who: &ParticipantId, browser: bool) -> bool {
        self.legs
            .get(who)
            .is_some_and(|leg| matches!(leg, Leg::Browser(..)) != browser)
    }

    /// Gives a browser its seat, or a seat that it has a new connection.
    pub(super) fn take_browser(
        &mut self,
        who: ParticipantId,
        role: Role,
        link: Link,
        at: &Moment<'_>,
    ) -> Result<(), RoomError> {
        if let Err(error) = self.seat(&who, Kind::Browser, role) {
            link.end(at);
            return Err(error);
        }
        let leg = self
            .legs
            .entry(who)
            .or_insert_with(|| Leg::Browser(Box::default(), Watch::default()));
        if let Leg::Browser(leg, _) = leg {
            leg.offer(link, at);
        }
        Ok(())
    }

    /// Gives a carrier's stream its seat, or a seat that it has a new stream. A program's is one, too.
    pub(super) fn take_stream(
        &mut self,
        who: &ParticipantId,
        kind: Kind,
        role: Role,
        line: Arc<StreamLine>,
    ) -> Result<(), RoomError> {
        self.seat(who, kind, role)?;
        // Who answered is asked of phones alone.
        let detect = self.detect.filter(|_| kind == Kind::Phone);
        let new = StreamLeg::new(line);
        let (leg, change) = match self.legs.get_mut(who) {
            Some(Leg::Stream(old, _)) => (new.succeeding(old), old.lost.then_some(Change::Returned)),
            Some(Leg::Browser(..)) | None => (new.detecting(detect), Some(Change::Joined)),
        };
        self.legs
            .insert(who.clone(), Leg::Stream(Box::new(leg), Watch::default()));
        let Some(change) = change else { return Ok(()) };
        self.announce(who, change);
        Ok(())
    }

    fn seat(&mut self, who: &ParticipantId, kind: Kind, role: Role) -> Result<(), RoomError> {
        if self.legs.contains_key(who) {
            self.room.set_role(who, role)
        } else {
            self.room.join(who.clone(), kind, role)
        }
    }

    /// Takes a participant out for good.
    pub(super) fn remove(&mut self, who: &ParticipantId, at: &Moment<'_>) -> Result<(), RoomError> {
        self.room.leave(who)?;
        if let Some(Leg::Browser(mut leg, _)) = self.legs.remove(who) {
            leg.end(at);
        }
        self.tell();
        Ok(())
    }

    /// A datagram for one of the browsers.
    pub(super) fn receive(
        &mut self,
        key: PeerKey,
        datagram: &[u8],
        from: std::net::SocketAddr,
        at: &Moment<'_>,
    ) {
        let changed = self.legs.iter_mut().find_map(|(who, leg)| {
            let Leg::Browser(leg, _) = leg else { return None };
            leg.receive(key, datagram, from, at)
                .map(|change| (who.clone(), change))
        });
        if let Some((who, change)) = changed {
            self.announce(&who, change);
        }
    }

    /// Audio from a phone; of a stream that was replaced it is dropped. False when the leg is not here.
    pub(super) fn stream_audio(&mut self, who: &ParticipantId, line: &Arc<StreamLine>, mulaw: &[u8]) -> bool {
        self.stream(who, line).map(|leg| leg.receive(mulaw)).is_some()
    }

    /// A digit or a mark that a carrier reports; false when the leg is not here.
    pub(super) fn stream_event(&mut self, who: &ParticipantId, line: &Arc<StreamLine>, event: Event) -> bool {
        let is_here = self.stream(who, line).is_some();
        if is_here {
            let _ = self.events.send(event);
        }
        is_here
    }

    /// The stream is gone. Not when another has replaced it, or when the leg is not here: that is false.
    pub(super) fn stream_lost(&mut self, who: &ParticipantId, line: &Arc<StreamLine>) -> bool {
        let Some(leg) = self.stream(who, line) else {
            return false;
        };
        leg.lost = true;
        self.announce(who, Change::Lost);
        true
    }

    /// Keeps a seat for a phone that comes from another room.
    pub(super) fn make_room(&mut self, who: &ParticipantId) -> Result<(), MoveError> {
        if self.closed {
            return Err(MoveError::Closed);
        }
        Ok(self.room.join(who.clone(), Kind::Phone, Role::Talk)?)
    }

    /// Undoes that.
    pub(super) fn unmake_room(&mut self, who: &ParticipantId) {
        // It was kept a moment ago, under the same lock.
        let _ = self.room.leave(who);
        self.room.drain_events();
    }

    /// Lets a phone go to another room, with all that is known of it.
    pub(super) fn give_away(&mut self, who: &ParticipantId) -> Result<Given, MoveError> {
        match self.legs.remove(who) {
            Some(Leg::Stream(leg, watch)) if !leg.lost => {
                self.room.leave(who)?;
                self.tell();
                Ok(Given { leg, watch })
            }
            Some(other) => {
                self.legs.insert(who.clone(), other);
                Err(MoveError::NotHere)
            }
            None => Err(MoveError::NotHere),
        }
    }

    /// Takes a phone in that comes from another room; its seat was kept.
    pub(super) fn take_over(&mut self, who: &ParticipantId, given: Given) {
        self.legs.insert(who.clone(), Leg::Stream(given.leg, given.watch));
        self.announce(who, Change::Joined);
    }

    /// Records into another file from now on; the one before it is completed.
    pub(super) fn begin_tape(&mut self, (id, tape): (TapeId, Tape)) {
        self.end_tape();
        (self.tape_id, self.tape) = (Some(id), Some(tape));
    }

    /// Completes the recording; says which it was, and whom to tell when it is whole.
    pub(super) fn end_tape(&mut self) -> Option<(TapeId, broadcast::Sender<Event>)> {
        // Dropping it hands over what is left.
        drop(self.tape.take()?);
        let id = self.tape_id.take()?;
        Some((id, self.events.clone()))
    }

    /// The line to a phone, for marks and clearing.
    pub(super) fn line(&self, who: &ParticipantId) -> Option<&StreamLine> {
        match self.legs.get(who)? {
            Leg::Stream(leg, _) => Some(leg.line()),
            Leg::Browser(..) => None,
        }
    }

    fn stream(&mut self, who: &ParticipantId, line: &Arc<StreamLine>) -> Option<&mut StreamLeg> {
        match self.legs.get_mut(who)? {
            Leg::Stream(leg, _) if leg.is_on(line) => Some(leg),
            Leg::Stream(..) | Leg::Browser(..) => None,
        }
    }

    /// 20 ms: everybody is heard, mixed, recorded and told.
    pub(super) fn tick(&mut self, at: &Moment<'_>) {
        self.ticks += 1;
        for (who, leg) in &mut self.legs {
            let frame = match leg {
                Leg::Browser(leg, _) => leg.hear(),
                Leg::Stream(leg, _) => leg.hear(),
            };
            let Some(frame) = frame else { continue };
            self.room.offer(who, &frame);
            if let Leg::Stream(leg, _) = leg
                && let Some(Detection { assessment, at_ms }) = leg.detect(&frame)
            {
                let _ = self.events.send(Event::Detected {
                    who: who.clone(),
                    verdict: assessment.verdict,
                    confidence: assessment.confidence,
                    reason: assessment.reason,
                    at_ms,
                });
            }
        }
        let changes = self.mix(at);
        for (who, change) in changes {
            self.announce(&who, change);
        }
        self.tell();
        if self.levels && self.ticks.is_multiple_of(LEVELS_EACH) {
            self.tell_levels();
        }
        if self.ticks.is_multiple_of(QUALITY_EACH) {
            self.tell_quality(&at.wire.meters);
        }
    }

    fn mix(&mut self, at: &Moment<'_>) -> Vec<(ParticipantId, Change)> {
        let mut changes = Vec::new();
        let mix = self.room.tick();
        if let Some(tape) = &mut self.tape {
            let dropped = tape.write(mix.recorded());
            at.wire
                .meters
                .recording_frames_dropped
                .fetch_add(dropped as u64, std::sync::atomic::Ordering::Relaxed);
        }
        for (who, leg) in &mut self.legs {
            let frame = mix.heard_by(who);
            match leg {
                Leg::Browser(leg, _) => {
                    let frame = frame.map(|frame| (frame, mix.band_for(who)));
                    if let Some(change) = leg.say(frame, at) {
                        changes.push((who.clone(), change));
                    }
                }
                Leg::Stream(leg, _) => {
                    if frame.is_some_and(|frame| leg.say(frame)) {
                        Meters::count(&at.wire.meters.stream_frames_dropped);
                    }
                }
            }
        }
        changes
    }

    /// Ends all legs. The recording is complete once the scribe has said farewell.
    pub(super) fn close(&mut self, reason: CloseReason, at: &Moment<'_>) -> Option<Farewell> {
        if std::mem::replace(&mut self.closed, true) {
            return None;
        }
        for (_, leg) in self.legs.drain() {
            if let Leg::Browser(mut leg, _) = leg {
                leg.end(at);
            }
        }
        self.tape = None;
        let summary = RoomSummary {
            room: self.id.clone(),
            duration: at.now.saturating_duration_since(self.opened),
            recording: None,
            reason,
        };
        Some(Farewell {
            tape: self.tape_id,
            summary,
            events: self.events.clone(),
        })
    }

    pub(super) fn snapshot(&self, now: Instant) -> RoomSnapshot {
        let seats = self.room.participants().iter().map(|seat| Seat {
            who: seat.id().clone(),
            kind: seat.kind(),
            role: seat.role().clone(),
            muted: seat.is_muted(),
            held: seat.is_held(),
            connected: match self.legs.get(seat.id()) {
                Some(Leg::Browser(leg, _)) => leg.is_connected(),
                Some(Leg::Stream(leg, _)) => !leg.lost,
                None => false,
            },
            received_ms: match self.legs.get(seat.id()) {
                Some(Leg::Stream(leg, _)) => leg.arrivals().stats().received_ms,
                Some(Leg::Browser(..)) | None => 0,
            },
        });
        RoomSnapshot {
            room: self.id.clone(),
            elapsed: now.saturating_duration_since(self.opened),
            seats: seats.collect(),
            recording: self.tape.as_ref().map(|tape| tape.path().clone()),
            recording_failed: self.tape.as_ref().is_some_and(Tape::has_failed),
            recording_paused: self.tape.as_ref().is_some_and(Tape::is_paused),
        }
    }

    /// Keeps the room's own idea of a leg in step with the leg, and tells watchers.
    fn announce(&mut self, who: &ParticipantId, change: Change) {
        let event = match change {
            Change::Joined => {
                let _ = self.room.regain(who);
                Event::Joined {
                    who: who.clone(),
                    kind: self.kind_of(who),
                }
            }
            Change::Returned => {
                let _ = self.room.regain(who);
                Event::Returned { who: who.clone() }
            }
            Change::Lost => {
                let _ = self.room.lose(who);
                Event::Lost { who: who.clone() }
            }
        };
        self.tell();
        let _ = self.events.send(event);
    }

    fn kind_of(&self, who: &ParticipantId) -> Kind {
        let mut seats = self.room.participants().iter();
        seats
            .find(|seat| seat.id() == who)
            .map_or(Kind::Browser, |seat| seat.kind())
    }

    /// Passes on what the room says. Coming and going is told by the legs, which know when audio really passes.
    pub(super) fn tell(&mut self) {
        for event in self.room.drain_events() {
            let event = match event {
                RoomEvent::Joined { .. } | RoomEvent::Lost { .. } | RoomEvent::Returned { .. } => continue,
                RoomEvent::Left { who } => Event::Left { who },
                RoomEvent::Digit { from, digit } => Event::Digit { from, digit },
                RoomEvent::DigitsSent { to } => Event::DigitsSent { to },
                RoomEvent::ClipFinished { name, end } => Event::ClipFinished { name, end },
            };
            let _ = self.events.send(event);
        }
    }

    fn tell_levels(&mut self) {
        let levels = self.room.take_levels();
        if self.events.receiver_count() > 0 {
            let _ = self.events.send(Event::Levels(levels));
        }
    }

    fn tell_quality(&mut self, meters: &Meters) {
        for (who, leg) in &mut self.legs {
            let quality = match leg {
                Leg::Browser(leg, watch) => leg.link().map(|link| watch.browser(who.clone(), link, meters)),
                Leg::Stream(leg, watch) => Some(watch.stream(who.clone(), leg.arrivals(), meters)),
            };
            if let Some(quality) = quality {
                let _ = self.events.send(Event::Quality(quality));
            }
        }
    }
}

/// A phone's leg on its way from one room to another.
pub(super) struct Given {
    leg: Box<StreamLeg>,
    watch: Watch,
}

impl Given {
    pub(super) fn move_home(&self, to: &Arc<RoomCell>) {
        self.leg.line().move_home(to);
    }
}

/// What the scribe says when the last frame is on disk.
pub(super) struct Farewell {
    pub(super) tape: Option<TapeId>,
    pub(super) summary: RoomSummary,
    pub(super) events: broadcast::Sender<Event>,
}

/// 240 ms.
const LEVELS_EACH: u64 = 12;
/// Five seconds.
const QUALITY_EACH: u64 = 250;
