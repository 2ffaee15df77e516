//! The outside of a room that the carrier hosts.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};

use outdial_carrier::{LegRef, RoomRef, RoomReport, RoomSeat, RoomSnapshot};
use outdial_domain::ids::{CarrierAccountId, RoomId, SeatId, WorkspaceId};
use tokio::sync::mpsc;

use super::legs::{Legs, Moved, Who};
use crate::floor::hall::Floor;
use crate::floor::venue::{Seats, Venue};

/// A room that the carrier hosts, as far as its reports tell.
pub(in crate::floor) struct HostedRoom {
    pub account: CarrierAccountId,
    /// By which legs enter.
    pub name: String,
    words: mpsc::Sender<Word>,
    legs: Mutex<Legs>,
    turns: AtomicU32,
}

/// What a room's task is told.
pub(in crate::floor) enum Word {
    /// What the carrier reports.
    Report(RoomReport),
    /// What the carrier shows, and who was known before it was asked.
    Seen {
        known: BTreeSet<LegRef>,
        found: Vec<RoomSnapshot>,
    },
    /// A browser was told how to enter.
    Admitted,
    /// A clip plays, and will be over.
    ClipBegan,
}

impl HostedRoom {
    pub(in crate::floor) fn new(account: CarrierAccountId, name: String, words: mpsc::Sender<Word>) -> Self {
        Self {
            account,
            name,
            words,
            legs: Mutex::default(),
            turns: AtomicU32::new(0),
        }
    }

    /// Tells the room's task; a word for a room that is over is lost.
    pub(in crate::floor) async fn tell(&self, word: Word) {
        let _ = self.words.send(word).await;
    }

    pub(in crate::floor) fn take(&self, report: &RoomReport) -> Vec<Moved> {
        self.legs().take(report)
    }

    pub(in crate::floor) fn compare(&self, known: &BTreeSet<LegRef>, found: &[RoomSnapshot]) -> Vec<Moved> {
        self.legs().compare(known, found)
    }

    /// From now on the callee is whoever enters under this label; says who is to leave.
    pub(in crate::floor) fn await_callee(&self, label: &str) -> Vec<RoomSeat> {
        self.legs().await_callee(label)
    }

    /// Where the callee sits, if the carrier says that they do.
    pub(in crate::floor) fn callee(&self) -> Option<RoomSeat> {
        self.seat(Who::Callee)
    }

    /// Where the agent sits, if the carrier says that they do.
    pub(in crate::floor) fn agent(&self) -> Option<RoomSeat> {
        self.seat(Who::Agent)
    }

    pub(in crate::floor) fn seats(&self) -> Seats {
        let legs = self.legs();
        Seats {
            agent_here: legs.is_here(Who::Agent),
            callee_here: legs.is_here(Who::Callee),
            muted: legs.muted(),
            held: legs.held(),
            recording_failed: false,
        }
    }

    pub(super) fn seat(&self, who: Who) -> Option<RoomSeat> {
        self.legs().seat(who)
    }

    pub(super) fn known(&self) -> BTreeSet<LegRef> {
        self.legs().known()
    }

    pub(super) fn rooms(&self) -> BTreeSet<RoomRef> {
        self.legs().rooms()
    }

    pub(super) fn steer(&self, leg: &LegRef, muted: Option<bool>, held: Option<bool>) {
        self.legs().steer(leg, muted, held);
    }

    /// The next browser's turn.
    pub(in crate::floor) fn next_turn(&self) -> u32 {
        self.turns.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn legs(&self) -> MutexGuard<'_, Legs> {
        self.legs.lock().expect("no code panics while it holds this lock")
    }
}

/// Tells the task of a room what the carrier reports; a room that is over has none.
pub(crate) async fn tell_room(floor: &Floor, workspace: &WorkspaceId, id: &RoomId, report: RoomReport) {
    let desk = floor.desk(id).filter(|desk| desk.workspace == *workspace);
    if let Some(Venue::Hosted(room)) = desk.as_deref().map(|desk| &desk.venue) {
        room.tell(Word::Report(report)).await;
    }
}

/// The same for the room of an agent's shift.
pub(crate) async fn tell_seat(floor: &Floor, workspace: &WorkspaceId, id: &SeatId, report: RoomReport) {
    if let Some((desk, room)) = floor.seats.hosted(id)
        && desk.workspace == *workspace
    {
        room.tell(Word::Report(report)).await;
    }
}

/// Reports that a room's task has not taken in yet.
pub(in crate::floor) const WORDS_MAX: usize = 64;
