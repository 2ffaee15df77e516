//! The room's end of a carrier's media stream, held by whoever holds the WebSocket.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::Notify;

use super::cell::RoomCell;
use super::lock::lock;
use crate::dtmf::Digit;
use crate::ids::ParticipantId;

/// What is to be sent on a carrier's stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamOut {
    /// 20 ms of mu-law.
    Media([u8; MULAW_FRAME]),
    /// A mark: the carrier says when everything before it was played.
    Mark(String),
    /// What the carrier has not played yet is to be thrown away.
    Clear,
}

/// One open stream, in whichever room its leg is. Dropping it tells that room that the leg is lost.
pub struct StreamPort {
    who: ParticipantId,
    line: Arc<StreamLine>,
}

impl StreamPort {
    pub(super) fn new(who: ParticipantId, line: Arc<StreamLine>) -> Self {
        Self { who, line }
    }

    /// Audio from the phone: mu-law at 8 kHz, in pieces of any length. Nothing waits; what is too much is dropped.
    pub fn push(&self, mulaw: &[u8]) {
        self.at_home(|room| room.stream_audio(&self.who, &self.line, mulaw));
    }

    /// The carrier says that a key was pressed.
    pub fn digit(&self, digit: Digit) {
        self.at_home(|room| room.stream_digit(&self.who, &self.line, digit));
    }

    /// The carrier says that it has played everything up to a mark.
    pub fn mark_reached(&self, name: &str) {
        self.at_home(|room| room.stream_mark(&self.who, &self.line, name));
    }

    /// Does something in the room where the leg is. A leg moves while both rooms are locked, so one that is not found
    /// where it was a moment ago has moved since, perhaps there and back again, or is nowhere any more.
    fn at_home(&self, act: impl Fn(&RoomCell) -> bool) {
        let mut home = self.line.home();
        while let Some(room) = home.room.upgrade() {
            if act(&room) {
                return;
            }
            let now = self.line.home();
            if now.moves == home.moves {
                return;
            }
            home = now;
        }
    }

    /// What is to be sent next; none when the participant was removed, the stream replaced or the room closed.
    ///
    /// Whoever asks too seldom loses the oldest audio, never memory.
    pub async fn next(&self) -> Option<StreamOut> {
        self.line.next().await
    }

    /// The same without waiting: `None` when nothing is there now.
    #[must_use]
    pub fn try_next(&self) -> Option<StreamOut> {
        lock(&self.line.queue).pop().flatten()
    }
}

impl Drop for StreamPort {
    fn drop(&mut self) {
        self.at_home(|room| room.stream_lost(&self.who, &self.line));
    }
}

impl std::fmt::Debug for StreamPort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StreamPort")
            .field("who", &self.who)
            .finish_non_exhaustive()
    }
}

/// What waits between the room's beat and the socket.
#[derive(Default)]
pub(super) struct StreamLine {
    queue: Mutex<Queue>,
    filled: Notify,
    /// The room where the leg is. Not owned: that room owns the leg, and the leg this line.
    home: Mutex<Home>,
}

#[derive(Default, Clone)]
struct Home {
    room: Weak<RoomCell>,
    /// How often it has changed: a room alone does not tell whether the leg was elsewhere meanwhile.
    moves: u64,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<StreamOut>,
    ended: bool,
}

impl Queue {
    /// The next thing; `Some(None)` at the end.
    fn pop(&mut self) -> Option<Option<StreamOut>> {
        match self.waiting.pop_front() {
            Some(next) => Some(Some(next)),
            None => self.ended.then_some(None),
        }
    }
}

impl StreamLine {
    fn home(&self) -> Home {
        lock(&self.home).clone()
    }

    /// Audio goes to this room from now on. To be said while that room is locked, and the one before it too.
    pub(super) fn move_home(&self, room: &Arc<RoomCell>) {
        let mut home = lock(&self.home);
        (home.room, home.moves) = (Arc::downgrade(room), home.moves + 1);
    }

    /// Adds 20 ms; true when the oldest had to make room.
    pub(super) fn offer(&self, mulaw: &[u8]) -> bool {
        let Ok(frame) = mulaw.try_into() else { return false };
        self.add(StreamOut::Media(frame))
    }

    pub(super) fn mark(&self, name: &str) {
        self.add(StreamOut::Mark(name.to_owned()));
    }

    /// Throws away what waits here and what waits at the carrier. Marks still go out: they come back at once.
    pub(super) fn clear(&self) {
        lock(&self.queue)
            .waiting
            .retain(|out| !matches!(out, StreamOut::Media(_)));
        self.add(StreamOut::Clear);
    }

    pub(super) fn end(&self) {
        lock(&self.queue).ended = true;
        self.filled.notify_one();
    }

    fn add(&self, out: StreamOut) -> bool {
        let mut queue = lock(&self.queue);
        let full = queue.waiting.len() >= MAX_WAITING;
        if full {
            let media = queue
                .waiting
                .iter()
                .position(|out| matches!(out, StreamOut::Media(_)));
            queue.waiting.remove(media.unwrap_or(0));
        }
        queue.waiting.push_back(out);
        drop(queue);
        self.filled.notify_one();
        full
    }

    async fn next(&self) -> Option<StreamOut> {
        loop {
            let filled = self.filled.notified();
            if let Some(next) = lock(&self.queue).pop() {
                return next;
            }
            filled.await;
        }
    }
}

/// 20 ms at 8 kHz.
const MULAW_FRAME: usize = 160;
/// Half a second: later audio is of no use to a conversation.
const MAX_WAITING: usize = 25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_stands_still_loses_the_oldest_audio_and_no_mark() {
        let line = StreamLine::default();
        line.mark("first");
        let dropped = (0..200_u8).filter(|n| line.offer(&[*n; MULAW_FRAME])).count();
        assert_eq!(dropped, 200 - (MAX_WAITING - 1));
        let mut queue = lock(&line.queue);
        assert_eq!(queue.waiting.len(), MAX_WAITING);
        assert_eq!(queue.pop(), Some(Some(StreamOut::Mark("first".to_owned()))));
        assert_eq!(queue.pop(), Some(Some(StreamOut::Media([176; MULAW_FRAME]))));
    }

    #[test]
    fn clearing_keeps_marks_and_tells_the_carrier() {
        let line = StreamLine::default();
        line.offer(&[1; MULAW_FRAME]);
        line.mark("end");
        line.clear();
        let mut queue = lock(&line.queue);
        assert_eq!(queue.pop(), Some(Some(StreamOut::Mark("end".to_owned()))));
        assert_eq!(queue.pop(), Some(Some(StreamOut::Clear)));
        assert_eq!(queue.pop(), None);
    }

    #[test]
    fn after_the_end_what_waits_is_still_delivered() {
        let line = StreamLine::default();
        line.offer(&[1; MULAW_FRAME]);
        line.end();
        let mut queue = lock(&line.queue);
        assert_eq!(queue.pop(), Some(Some(StreamOut::Media([1; MULAW_FRAME]))));
        assert_eq!(queue.pop(), Some(None));
    }
}
