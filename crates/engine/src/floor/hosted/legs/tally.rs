//! Who is in a carrier's room, from reports that come late, twice and in any order.
//!
//! A leg enters a room once: that it left is final, whatever arrives later. The agent may have several legs for a
//! moment, when a page was reloaded; the one that was let in last counts. In the room of a shift callees come and go:
//! each enters under the name of its call, and one whose talk is over, or who comes too late for it, is a stray.

use std::collections::{BTreeMap, BTreeSet};

use outdial_carrier::{LegRef, RoomLeg, RoomNews, RoomRef, RoomReport, RoomSeat, RoomSnapshot};
use outdial_domain::ids::CallId;

/// One of the two who talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Agent,
    Callee,
}

/// What a report changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Moved {
    /// Can be heard for the first time.
    Joined(Who),
    /// Can be heard again.
    Returned(Who),
    /// Cannot be heard any more.
    Lost(Who),
    /// Is heard, or hears music, or not any more.
    Steered,
    /// A leg of the agent that another one has replaced.
    Replaced(RoomSeat),
    /// A callee who has no business here any more.
    Stray(RoomSeat),
}

/// The legs in a room of ours, over all rooms that the carrier had for it.
#[derive(Debug)]
pub(in crate::floor::hosted) struct Legs {
    /// Under which label the callee enters who has business here now.
    callee: String,
    seated: BTreeMap<LegRef, Seated>,
    gone: BTreeSet<LegRef>,
    over: BTreeSet<RoomRef>,
    was_here: [bool; 2],
}

#[derive(Debug)]
struct Seated {
    room: RoomRef,
    who: Who,
    /// Later legs of one side have higher ones.
    turn: u32,
    muted: bool,
    held: bool,
    /// Of the report that told how it is.
    sequence: Option<u32>,
}

/// The label of the agent's leg that was let in at that turn.
pub(in crate::floor::hosted) fn agent_label(turn: u32) -> String {
    format!("{AGENT}-{turn}")
}

/// The label of the callee's leg.
pub(in crate::floor) const CALLEE: &str = "callee";
const AGENT: &str = "agent";

impl Default for Legs {
    fn default() -> Self {
        Self {
            callee: CALLEE.to_owned(),
            seated: BTreeMap::new(),
            gone: BTreeSet::new(),
            over: BTreeSet::new(),
            was_here: [false; 2],
        }
    }
}

impl Legs {
    /// From now on the callee is whoever enters under this label; those who are still here are to leave.
    pub(in crate::floor::hosted) fn await_callee(&mut self, label: &str) -> Vec<RoomSeat> {
        label.clone_into(&mut self.callee);
        self.was_here[Who::Callee as usize] = false;
        let before: Vec<LegRef> = self
            .seated
            .iter()
            .filter(|(_, seated)| seated.who == Who::Callee)
            .map(|(leg, _)| leg.clone())
            .collect();
        let mut left = Vec::new();
        for leg in before {
            if let Some(seated) = self.seated.remove(&leg) {
                left.push(RoomSeat {
                    room: seated.room,
                    leg: leg.clone(),
                });
            }
            self.gone.insert(leg);
        }
        left
    }

    /// Takes a report in.
    pub(in crate::floor::hosted) fn take(&mut self, report: &RoomReport) -> Vec<Moved> {
        self.compared(|legs| match &report.what {
            RoomNews::Joined(leg) | RoomNews::Changed(leg) => {
                legs.see(&report.room, leg, report.sequence).into_iter().collect()
            }
            RoomNews::Left { leg } => {
                legs.lose(leg);
                Vec::new()
            }
            RoomNews::Ended => {
                legs.close(&report.room);
                Vec::new()
            }
            RoomNews::Other => Vec::new(),
        })
    }

    /// Compares with what the carrier shows; `known` are the legs that were here before it was asked.
    pub(in crate::floor::hosted) fn compare(
        &mut self,
        known: &BTreeSet<LegRef>,
        found: &[RoomSnapshot],
    ) -> Vec<Moved> {
        self.compared(|legs| {
            let mut shown = BTreeSet::new();
            let mut strays = Vec::new();
            for snapshot in found {
                for leg in &snapshot.legs {
                    shown.insert(&leg.leg);
                    strays.extend(legs.see(&snapshot.room, leg, None));
                }
            }
            // What is not shown at all may only be new to the carrier's books.
            let rooms: BTreeSet<&RoomRef> = found.iter().map(|snapshot| &snapshot.room).collect();
            for leg in known {
                let is_missed = legs
                    .seated
                    .get(leg)
                    .is_some_and(|seated| rooms.contains(&seated.room));
                if is_missed && !shown.contains(leg) {
                    legs.lose(leg);
                }
            }
            strays
        })
    }

    /// Notes what the carrier has confirmed, before its report of it comes.
    pub(in crate::floor::hosted) fn steer(&mut self, leg: &LegRef, muted: Option<bool>, held: Option<bool>) {
        if let Some(seated) = self.seated.get_mut(leg) {
            seated.muted = muted.unwrap_or(seated.muted);
            seated.held = held.unwrap_or(seated.held);
        }
    }

    /// The seat of one side.
    pub(in crate::floor::hosted) fn seat(&self, who: Who) -> Option<RoomSeat> {
        let (leg, seated) = self.newest(who)?;
        Some(RoomSeat {
            room: seated.room.clone(),
            leg: leg.clone(),
        })
    }

    pub(in crate::floor::hosted) fn is_here(&self, who: Who) -> bool {
        self.newest(who).is_some()
    }

    pub(in crate::floor::hosted) fn muted(&self) -> bool {
        self.newest(Who::Agent).is_some_and(|(_, seated)| seated.muted)
    }

    pub(in crate::floor::hosted) fn held(&self) -> bool {
        self.newest(Who::Callee).is_some_and(|(_, seated)| seated.held)
    }

    /// Every leg that is here.
    pub(in crate::floor::hosted) fn known(&self) -> BTreeSet<LegRef> {
        self.seated.keys().cloned().collect()
    }

    /// The carrier's rooms in which somebody is.
    pub(in crate::floor::hosted) fn rooms(&self) -> BTreeSet<RoomRef> {
        self.seated.values().map(|seated| seated.room.clone()).collect()
    }

    fn newest(&self, who: Who) -> Option<(&LegRef, &Seated)> {
        let own = self.seated.iter().filter(|(_, seated)| seated.who == who);
        own.max_by_key(|(_, seated)| seated.turn)
    }

    /// Notes a leg, unless it has no business here.
    fn see(&mut self, room: &RoomRef, leg: &RoomLeg, sequence: Option<u32>) -> Option<RoomSeat> {
        if self.gone.contains(&leg.leg) || self.over.contains(room) {
            return None;
        }
        if let Some(seated) = self.seated.get_mut(&leg.leg) {
            let is_older = sequence.is_some() && sequence <= seated.sequence;
            if !is_older {
                (seated.muted, seated.held) = (leg.muted, leg.held);
                seated.sequence = sequence.or(seated.sequence);
            }
            return None;
        }
        let label = leg.label.as_deref()?;
        let Some((who, turn)) = self.side(label) else {
            let is_callee = label.parse::<CallId>().is_ok();
            return is_callee.then(|| RoomSeat {
                room: room.clone(),
                leg: leg.leg.clone(),
            });
        };
        let seated = Seated {
            room: room.clone(),
            who,
            turn,
            muted: leg.muted,
            held: leg.held,
            sequence,
        };
        self.seated.insert(leg.leg.clone(), seated);
        None
    }

    /// Whose label it is, and at which turn its leg was let in.
    fn side(&self, label: &str) -> Option<(Who, u32)> {
        if label == self.callee {
            return Some((Who::Callee, 0));
        }
        let turn = label.strip_prefix(AGENT)?.strip_prefix('-')?;
        Some((Who::Agent, turn.parse().ok()?))
    }

    fn lose(&mut self, leg: &LegRef) {
        self.seated.remove(leg);
        self.gone.insert(leg.clone());
    }

    fn close(&mut self, room: &RoomRef) {
        let inside = self.seated.iter().filter(|(_, seated)| seated.room == *room);
        let inside: Vec<LegRef> = inside.map(|(leg, _)| leg.clone()).collect();
        for leg in inside {
            self.lose(&leg);
        }
        self.over.insert(room.clone());
    }

    /// Performs a change and says what it moved.
    fn compared(&mut self, change: impl FnOnce(&mut Self) -> Vec<RoomSeat>) -> Vec<Moved> {
        let before = [Who::Agent, Who::Callee].map(|who| self.is_here(who));
        let steered = (self.muted(), self.held());
        let legs = self.seated.len();
        let strays = change(self);
        let mut moved: Vec<Moved> = strays.into_iter().map(Moved::Stray).collect();
        for (at, who) in [Who::Agent, Who::Callee].into_iter().enumerate() {
            match (before[at], self.is_here(who)) {
                (false, true) if self.was_here[at] => moved.push(Moved::Returned(who)),
                (false, true) => {
                    self.was_here[at] = true;
                    moved.push(Moved::Joined(who));
                }
                (true, false) => moved.push(Moved::Lost(who)),
                (true, true) | (false, false) => {}
            }
        }
        if self.seated.len() > legs {
            moved.extend(self.replaced().map(Moved::Replaced));
        }
        if moved.is_empty() && steered != (self.muted(), self.held()) {
            moved.push(Moved::Steered);
        }
        moved
    }

    /// The agent's legs beside the one that counts.
    fn replaced(&self) -> impl Iterator<Item = RoomSeat> {
        let newest = self.newest(Who::Agent).map(|(leg, _)| leg);
        let agents = self.seated.iter().filter(|(_, seated)| seated.who == Who::Agent);
        agents
            .filter(move |(leg, _)| Some(*leg) != newest)
            .map(|(leg, seated)| RoomSeat {
                room: seated.room.clone(),
                leg: leg.clone(),
            })
    }
}
