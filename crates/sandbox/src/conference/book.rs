//! All rooms that the API can still show.

use outdial_domain::Timestamp;
use tokio::sync::watch;

use super::announce::Announcements;
use super::room::{Phase, Room};
use crate::sid::SidMint;

/// All rooms, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RoomBook {
    rooms: Vec<Room>,
    opened: u64,
}

impl RoomBook {
    /// The room by identifier, or the living one by name.
    pub(crate) fn find(&self, sid_or_name: &str) -> Option<&Room> {
        self.rooms.iter().rev().find(|room| is(room, sid_or_name))
    }

    pub(crate) fn find_mut(&mut self, sid_or_name: &str) -> Option<&mut Room> {
        self.rooms.iter_mut().rev().find(|room| is(room, sid_or_name))
    }

    /// The living room of this name, opened if there is none.
    pub(crate) fn find_or_open(&mut self, name: &str, mint: SidMint, now: Timestamp) -> &mut Room {
        let living = self.rooms.iter().rposition(|room| is(room, name));
        let index = living.unwrap_or_else(|| self.open(name, mint, now));
        &mut self.rooms[index]
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter().rev()
    }

    /// Rooms that this call is in or on its way to.
    pub(crate) fn rooms_of(&self, call_sid: &str) -> Vec<String> {
        let with = self.rooms.iter().filter(|room| {
            room.phase() != Phase::Completed && room.participants.iter().any(|p| p.leg.sid == call_sid)
        });
        with.map(|room| room.sid.clone()).collect()
    }

    fn open(&mut self, name: &str, mint: SidMint, now: Timestamp) -> usize {
        if self.rooms.len() >= ROOMS_KEPT
            && let Some(oldest) = self
                .rooms
                .iter()
                .position(|room| room.phase() == Phase::Completed)
        {
            self.rooms.remove(oldest);
        }
        self.opened += 1;
        self.rooms.push(Room {
            sid: mint.sid("CF", &[name, &self.opened.to_string()]),
            name: name.to_owned(),
            created_at: now,
            updated_at: now,
            started_at: None,
            phase: watch::Sender::new(Phase::Init),
            end: None,
            ended_by_call: None,
            participants: Vec::new(),
            notify: None,
            first: None,
            next_sequence: 1,
            record: false,
            sounds: false,
            recording_callback: None,
            announcements: Announcements::default(),
        });
        self.rooms.len() - 1
    }
}

fn is(room: &Room, sid_or_name: &str) -> bool {
    room.sid == sid_or_name || (room.name == sid_or_name && room.phase() != Phase::Completed)
}

const ROOMS_KEPT: usize = 5_000;
