//! What a pacer may look at.

use crate::abandon::Account;
use crate::time::Timestamp;

/// How far a line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinePhase {
    /// Written down; the carrier was not asked yet.
    Planned,
    /// The carrier has it, or is being asked.
    Dialing,
    /// The phone rings.
    Ringing,
    /// Picked up; whether it is a person is not known.
    Judging,
    /// A person who waits for an agent.
    Wanting,
}

/// A line that has not come to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// How far it has come.
    pub phase: LinePhase,
    /// Since when.
    pub since: Timestamp,
}

/// What keeps a seat busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeatPhase {
    /// It talks.
    Talking,
    /// It notes what came of the talk.
    WrapUp,
}

/// A seat that is not ready but will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusySeat {
    /// With what.
    pub phase: SeatPhase,
    /// Since when.
    pub since: Timestamp,
}

/// A line that ended since the last question, for pacers that learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedLine {
    /// How long it was dialled before it was answered or ended.
    pub dialed_ms: i64,
    /// It was picked up by a person.
    pub by_person: bool,
    /// We cancelled it ourselves, so that it says nothing about the callee.
    pub cancelled: bool,
}

/// What a pacer may look at; everything is counted, nothing is guessed.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The present.
    pub now: Timestamp,
    /// Seats that could take a call this instant.
    pub ready: u32,
    /// Seats that talk or wrap up.
    pub busy: &'a [BusySeat],
    /// Lines that have not come to an agent, the oldest first.
    pub lines: &'a [Line],
    /// What ended since the last question.
    pub ended: &'a [EndedLine],
    /// Live answers and abandoned calls of the last 30 days.
    pub abandons: Account,
    /// Leads that could be dialled now.
    pub leads: u32,
    /// Lines that the limits of the workspace still allow.
    pub room: u32,
}

impl Facts<'_> {
    /// People who wait for an agent: each will have one of the ready seats.
    #[must_use]
    pub fn wanting(&self) -> u32 {
        let count = self.lines.iter().filter(|line| line.phase == LinePhase::Wanting);
        u32::try_from(count.count()).unwrap_or(u32::MAX)
    }

    /// Lines of which anything may still come.
    #[must_use]
    pub fn open_lines(&self) -> u32 {
        let count = self.lines.iter().filter(|line| line.phase != LinePhase::Wanting);
        u32::try_from(count.count()).unwrap_or(u32::MAX)
    }

    /// Seats that nobody waits for.
    #[must_use]
    pub fn free_seats(&self) -> u32 {
        self.ready.saturating_sub(self.wanting())
    }
}
