//! What a room's task shares with those who ask about the room or give it orders.

use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, ClipId, RoomId, WorkspaceId};
use outdial_media::ParticipantId;
use outdial_media::detect::{Reason, Verdict};
use outdial_store::{Actor, CallRow, RoomRow};
use tokio::sync::{mpsc, oneshot, watch};

use super::venue::{Seats, Venue};
use crate::engine::Engine;

/// The outside of a room's task.
pub(super) struct Desk {
    pub workspace: WorkspaceId,
    pub user_id: String,
    pub call_id: CallId,
    pub venue: Venue,
    pub orders: mpsc::Sender<Order>,
    call: watch::Sender<Option<Arc<CallRow>>>,
    notes: NoteBook,
}

/// What only the room's task can do.
pub(super) enum Order {
    /// End the room; the answer is how it stood at its end.
    End {
        by: Actor,
        done: oneshot::Sender<RoomRow>,
    },
}

/// What is known of a room beside its row, behind its lock.
#[derive(Default)]
pub(super) struct NoteBook(Mutex<Notes>);

impl NoteBook {
    pub(super) fn new(notes: Notes) -> Self {
        Self(Mutex::new(notes))
    }

    pub(super) fn open(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().expect("no code panics while it holds this lock")
    }
}

/// What is known of a room beside its row.
#[derive(Default)]
pub(super) struct Notes {
    pub record: bool,
    /// The agent wants nothing recorded.
    pub silenced: bool,
    pub clip: Option<Playing>,
    pub quality: Option<LegQuality>,
    pub detection: Option<Detection>,
    /// The agent is silent, wherever the carrier has no seat of theirs to say so.
    pub muted: bool,
}

/// A clip that plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Playing {
    pub id: ClipId,
    pub name: String,
    /// When it is over, if nobody says so.
    pub until: Option<Timestamp>,
}

/// How well the agent's connection does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegQuality {
    /// Estimated opinion, 1 to 4.5.
    pub mos: f32,
    /// Packets of a thousand that were missing.
    pub loss_permille: u32,
    /// How unevenly they arrive.
    pub jitter_ms: f32,
    /// There and back.
    pub round_trip_ms: Option<f32>,
}

/// What answered, by its sound. A hint for the agent, who hears it too: nothing is done about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// What.
    pub verdict: Verdict,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// Why.
    pub reason: Reason,
}

/// Whether a talk is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taping {
    /// It is not.
    Off,
    /// It is.
    On,
    /// Not at the moment.
    Paused,
    /// The disk would not take it.
    Failed,
}

/// How a room's audio stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomStatus {
    /// The agent is not heard.
    pub muted: bool,
    /// The callee hears music and is not heard.
    pub held: bool,
    /// Whether the talk is recorded.
    pub taping: Taping,
    /// The clip that plays.
    pub clip: Option<(ClipId, String)>,
    /// How well the agent's connection does.
    pub quality: Option<LegQuality>,
    /// What answered, as far as it can be told.
    pub detection: Option<Detection>,
    /// The agent's browser is in.
    pub browser_connected: bool,
    /// The callee's phone is in.
    pub phone_connected: bool,
}

impl Desk {
    pub(super) fn new(
        workspace: WorkspaceId,
        row: &RoomRow,
        venue: Venue,
        orders: mpsc::Sender<Order>,
    ) -> Self {
        Self {
            workspace,
            user_id: row.user_id.clone(),
            call_id: row.call_id.clone(),
            venue,
            orders,
            call: watch::Sender::new(None),
            notes: NoteBook::new(Notes {
                record: row.record,
                ..Notes::default()
            }),
        }
    }

    /// Notes the newest version of the room's call.
    pub(super) fn tell(&self, row: &CallRow) {
        self.call.send_if_modified(|known| {
            let is_newer = known.as_ref().is_none_or(|known| known.revision <= row.revision);
            if is_newer {
                *known = Some(Arc::new(row.clone()));
            }
            is_newer
        });
    }

    pub(super) fn calls(&self) -> watch::Receiver<Option<Arc<CallRow>>> {
        self.call.subscribe()
    }

    pub(super) fn call(&self) -> Option<Arc<CallRow>> {
        self.call.borrow().clone()
    }

    pub(super) fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.open()
    }

    pub(super) fn status(&self) -> RoomStatus {
        RoomStatus::of(self.venue.seats(), &self.notes())
    }

    /// What the room's orders write into.
    pub(super) fn note_book(&self) -> &NoteBook {
        &self.notes
    }
}

impl RoomStatus {
    pub(super) fn of(seats: Seats, notes: &Notes) -> Self {
        let taping = match () {
            () if !notes.record => Taping::Off,
            () if seats.recording_failed => Taping::Failed,
            () if notes.silenced => Taping::Paused,
            () => Taping::On,
        };
        Self {
            muted: seats.muted || notes.muted,
            held: seats.held,
            taping,
            clip: notes
                .clip
                .as_ref()
                .map(|clip| (clip.id.clone(), clip.name.clone())),
            quality: notes.quality,
            detection: notes.detection,
            browser_connected: seats.agent_here,
            phone_connected: seats.callee_here,
        }
    }
}

impl Engine {
    /// How a room's audio stands; nothing when the room is over.
    #[must_use]
    pub fn room_status(&self, id: &RoomId) -> Option<RoomStatus> {
        Some(self.inner.floor()?.desk(id)?.status())
    }
}

/// The agent as the hub knows them.
pub(super) fn agent() -> ParticipantId {
    ParticipantId::new("agent")
}

/// The callee as the hub knows them.
pub(super) fn callee() -> ParticipantId {
    ParticipantId::new("callee")
}
