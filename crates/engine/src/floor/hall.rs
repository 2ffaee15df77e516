//! The floor itself: the hub, the rooms that are open, and the tickets that are out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, RecordingId, RoomId, SeatId};
use outdial_domain::room::Limits;
use outdial_domain::seat;
use outdial_media::live::MediaHub;
use outdial_store::CallRow;

use super::desk::Desk;
use super::hosted::{Owner, Passes, Sounds};
use super::seats::SeatHall;
use super::talks::TalkBook;
use super::ticket::Tickets;

/// How rooms behave.
#[derive(Debug, Clone)]
pub struct FloorConfig {
    /// How long a room waits for a leg.
    pub limits: Limits,
    /// How long a seat of a campaign waits for what it waits for.
    pub seat_limits: seat::Limits,
    /// The folder of recordings, which the hub writes to.
    pub recordings: PathBuf,
    /// The folder of clips, each under its id; without it no clip is played to a callee who waits.
    pub clips: Option<PathBuf>,
    /// How long a callee may be told that the agent is gone before the call is ended.
    pub apology: Duration,
}

impl FloorConfig {
    /// The usual limits.
    #[must_use]
    pub fn new(recordings: PathBuf) -> Self {
        Self {
            limits: Limits::default(),
            seat_limits: seat::Limits::default(),
            recordings,
            clips: None,
            apology: Duration::from_secs(12),
        }
    }
}

/// Everything that rooms share.
pub struct Floor {
    pub(super) hub: MediaHub,
    pub(super) config: FloorConfig,
    pub(super) tickets: Tickets,
    pub(super) passes: Passes,
    pub(super) sounds: Sounds,
    pub(super) seats: SeatHall,
    pub(super) talks: TalkBook,
    /// Recordings that are being fetched from carriers.
    pub(super) fetching: Mutex<BTreeSet<RecordingId>>,
    desks: Mutex<BTreeMap<RoomId, Arc<Desk>>>,
}

impl Floor {
    /// A floor without rooms.
    #[must_use]
    pub fn new(hub: MediaHub, config: FloorConfig) -> Self {
        Self {
            seats: SeatHall::new(config.seat_limits),
            hub,
            config,
            tickets: Tickets::default(),
            passes: Passes::default(),
            sounds: Sounds::default(),
            talks: TalkBook::default(),
            fetching: Mutex::default(),
            desks: Mutex::default(),
        }
    }

    /// The audio engine.
    #[must_use]
    pub fn hub(&self) -> &MediaHub {
        &self.hub
    }

    /// How rooms behave.
    #[must_use]
    pub fn config(&self) -> &FloorConfig {
        &self.config
    }

    pub(super) fn desk(&self, id: &RoomId) -> Option<Arc<Desk>> {
        self.desks().get(id).cloned()
    }

    pub(super) fn set_up(&self, id: RoomId, desk: Arc<Desk>) {
        self.desks().insert(id, desk);
    }

    /// A room is over: nothing that was given out for it is good any more.
    pub(super) fn clear(&self, id: &RoomId, call: &CallId) {
        self.desks().remove(id);
        self.tickets.void(call);
        let owner = Owner::Room(id.clone());
        self.passes.void(&owner);
        self.sounds.void(&owner);
    }

    /// Hands a call's newest version to its room, or to whoever waits or talks for a campaign.
    /// Says which seat of a campaign shows the call, if one does.
    pub(crate) fn call_moved(&self, row: &CallRow, now: Timestamp) -> Option<SeatId> {
        if let Some(desk) = row.room_id.as_ref().and_then(|id| self.desk(id)) {
            desk.tell(row);
        }
        self.talks.call_moved(row);
        self.seats.call_moved(row, now)
    }

    /// Whether our own voice agent talks in a call, or its report is being kept.
    pub(crate) fn holds_talk(&self, call: &CallId) -> bool {
        self.talks.has_begun(call)
    }

    fn desks(&self) -> MutexGuard<'_, BTreeMap<RoomId, Arc<Desk>>> {
        self.desks
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

impl std::fmt::Debug for Floor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Floor")
            .field("hub", &self.hub)
            .finish_non_exhaustive()
    }
}
