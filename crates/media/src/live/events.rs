//! What a room tells those who watch it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::codec::Codec;
use crate::detect::{Reason, Verdict};
use crate::dtmf::Digit;
use crate::ids::{ParticipantId, RoomId};
use crate::room::{ClipEnd, Kind};

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Can be heard for the first time: a browser's connection stands, a phone's stream is open.
    Joined {
        /// Who.
        who: ParticipantId,
        /// By what.
        kind: Kind,
    },
    /// Its leg is gone; the seat stays.
    Lost {
        /// Who.
        who: ParticipantId,
    },
    /// Is back on a leg, the old one or a new one.
    Returned {
        /// Who.
        who: ParticipantId,
    },
    /// Left for good.
    Left {
        /// Who.
        who: ParticipantId,
    },
    /// A key was pressed.
    Digit {
        /// By whom.
        from: ParticipantId,
        /// Which.
        digit: Digit,
    },
    /// All digits asked for have been sent.
    DigitsSent {
        /// To whom.
        to: ParticipantId,
    },
    /// A clip is over.
    ClipFinished {
        /// Its name.
        name: Arc<str>,
        /// Why.
        end: ClipEnd,
    },
    /// A carrier has played everything up to a mark.
    MarkReached {
        /// To whom.
        who: ParticipantId,
        /// The mark's name.
        name: String,
    },
    /// How loud everybody was since the last such event, 0 to 1; about four times a second, in rooms that were opened so.
    Levels(Vec<(ParticipantId, f32)>),
    /// How well a leg does; each five seconds.
    Quality(LegQuality),
    /// What answered on a phone, as far as its sound tells. A verdict comes once for each phone and does not change,
    /// except that a machine comes to record, or the time for its beep passes.
    Detected {
        /// On whose leg.
        who: ParticipantId,
        /// What answered; unknown at the deadline means: treat it as a person.
        verdict: Verdict,
        /// How sure that is, 0 to 1.
        confidence: f32,
        /// Why.
        reason: Reason,
        /// Audio that was listened to until then, from the first that came.
        at_ms: u32,
    },
    /// A recording is complete, and the room goes on.
    Recorded(RecordedFile),
    /// The recording has ended early; the call goes on.
    RecordingFailed {
        /// What the disk said.
        reason: String,
    },
    /// This watcher was too slow and missed so many events.
    Missed(u64),
    /// The room is gone and its recording complete. Nothing follows.
    Closed(RoomSummary),
}

/// How well a leg does.
#[derive(Debug, Clone, PartialEq)]
pub struct LegQuality {
    /// Whose.
    pub who: ParticipantId,
    /// In what it speaks.
    pub codec: Codec,
    /// Share of packets from it that were missing when their turn came, in the last five seconds, 0 to 1.
    pub loss: f32,
    /// How unevenly they arrive.
    pub jitter_ms: f32,
    /// Audio from it that waits in our buffer.
    pub delay_ms: f32,
    /// Audio that was made up for want of packets, since its start.
    pub concealed_ms: u64,
    /// There and back.
    pub round_trip_ms: Option<f32>,
    /// Share of our packets that it missed, 0 to 1.
    pub sent_loss: Option<f32>,
    /// Transmission rating, 0 to 100.
    pub rating: f32,
    /// Estimated opinion, 1 to 4.5.
    pub mos: f32,
}

/// What is left of a room.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomSummary {
    /// Which.
    pub room: RoomId,
    /// From its opening to its end.
    pub duration: Duration,
    /// What was recorded, if anything.
    pub recording: Option<RecordedFile>,
    /// Why it ended.
    pub reason: CloseReason,
}

/// A recording on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFile {
    /// Where.
    pub path: PathBuf,
    /// How long.
    pub duration: Duration,
    /// How large.
    pub bytes: u64,
}

/// Why a room ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// Somebody closed it, or the hub was shut down.
    Asked,
    /// Its code failed; other rooms go on.
    Failed,
}

/// A watcher's view of a room.
#[derive(Debug)]
pub struct Subscription {
    receiver: Option<broadcast::Receiver<Event>>,
}

impl Subscription {
    pub(super) fn new(receiver: broadcast::Receiver<Event>) -> Self {
        Self {
            receiver: Some(receiver),
        }
    }

    /// The next event; none after [`Event::Closed`].
    pub async fn next(&mut self) -> Option<Event> {
        match self.receiver.as_mut()?.recv().await {
            Ok(event) => {
                if matches!(event, Event::Closed(_)) {
                    self.receiver = None;
                }
                Some(event)
            }
            Err(RecvError::Lagged(missed)) => Some(Event::Missed(missed)),
            Err(RecvError::Closed) => {
                self.receiver = None;
                None
            }
        }
    }
}

/// Levels come four times a second: half a minute of a watcher that stands still.
pub(super) const EVENTS_KEPT: usize = 256;
