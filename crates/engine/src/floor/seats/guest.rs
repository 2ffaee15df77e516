//! A campaign's call on the floor: expected, waiting in a holding room, with a seat, or gone.

use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::Timestamp;
use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::{CallId, SeatId, WorkspaceId};
use outdial_media::live::RoomHandle;
use outdial_store::CallRow;
use tokio::sync::watch;

use super::expected::Expected;
use super::report::VerdictBy;
use super::view::WaitingCall;

/// A campaign's call on the floor.
pub(in crate::floor) struct Guest {
    pub workspace: WorkspaceId,
    pub wish: Expected,
    known: Mutex<Known>,
    row: watch::Sender<Option<Arc<CallRow>>>,
    fetching: watch::Sender<Fetching>,
}

/// How far somebody has come who is fetched from the host of a voice agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fetching {
    /// What became of the order to come.
    pub order: Option<Ordered>,
    /// Whether they came, once that is decided.
    pub came: Option<bool>,
}

/// What a carrier made of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ordered {
    /// It is done.
    Done,
    /// It surely is not.
    Refused,
    /// Nobody knows.
    Doubtful,
}

struct Known {
    place: Place,
    /// When it was answered, by our clock: the carrier said so, or its audio came.
    answered_at: Option<Timestamp>,
    own: Option<AmdVerdict>,
    carrier: Option<AmdVerdict>,
}

/// Where a callee is.
#[derive(Clone)]
pub(super) enum Place {
    /// Not answered yet, or between two streams of the carrier.
    Away,
    /// In a holding room.
    Holding(RoomHandle),
    /// Waits at the carrier.
    Parked,
    /// Talks with a voice agent at its host.
    AtHost,
    /// With an agent.
    With(SeatId),
    /// With somebody to whom an agent passed it on.
    Apart(RoomHandle),
    /// Not ours any more.
    Gone,
}

/// From where a callee is brought.
pub(super) enum Whence {
    /// Out of a holding room.
    Holding(RoomHandle),
    /// From the carrier.
    Carrier,
    /// From the host of a voice agent.
    Host,
}

impl Guest {
    pub(super) fn new(workspace: WorkspaceId, wish: Expected) -> Self {
        Self {
            workspace,
            wish,
            known: Mutex::new(Known {
                place: Place::Away,
                answered_at: None,
                own: None,
                carrier: None,
            }),
            row: watch::Sender::new(None),
            fetching: watch::Sender::default(),
        }
    }

    pub(super) fn id(&self) -> &CallId {
        &self.wish.call
    }

    pub(super) fn place(&self) -> Place {
        self.known().place.clone()
    }

    /// Puts it somewhere, and says where it was. Whoever is gone stays gone.
    pub(super) fn put(&self, place: Place) -> Place {
        let mut known = self.known();
        if matches!(known.place, Place::Gone) {
            return Place::Gone;
        }
        std::mem::replace(&mut known.place, place)
    }

    /// Promises it to a seat: of several who ask one gets it.
    pub(super) fn claim(&self, seat: &SeatId) -> Option<Whence> {
        let mut known = self.known();
        let from = match &known.place {
            Place::Holding(room) => Whence::Holding(room.clone()),
            Place::Parked => Whence::Carrier,
            Place::AtHost => Whence::Host,
            Place::Away | Place::With(_) | Place::Apart(_) | Place::Gone => return None,
        };
        known.place = Place::With(seat.clone());
        Some(from)
    }

    /// Gives it back from a seat that could not take it.
    pub(super) fn unclaim(&self, seat: &SeatId, from: Whence) {
        let mut known = self.known();
        if matches!(&known.place, Place::With(with) if with == seat) {
            known.place = match from {
                Whence::Holding(room) => Place::Holding(room),
                Whence::Carrier => Place::Parked,
                Whence::Host => Place::AtHost,
            };
        }
    }

    /// Notes what became of the order to come here.
    pub(super) fn ordered(&self, order: Ordered) {
        self.fetching.send_modify(|fetching| fetching.order = Some(order));
    }

    /// Notes whether somebody who is fetched came; the first to say so is believed.
    pub(super) fn came(&self, is_here: bool) {
        self.fetching.send_modify(|fetching| {
            fetching.came.get_or_insert(is_here);
        });
    }

    pub(super) fn fetching(&self) -> watch::Receiver<Fetching> {
        self.fetching.subscribe()
    }

    /// Notes that it waits at the carrier; false when it is elsewhere by now.
    pub(super) fn park(&self) -> bool {
        let mut known = self.known();
        let is_away = matches!(known.place, Place::Away);
        if is_away {
            known.place = Place::Parked;
        }
        is_away
    }

    /// Passes it on from a seat; false when it is not with that seat any more.
    pub(super) fn hand(&self, from: &SeatId, to: Place) -> bool {
        let mut known = self.known();
        let is_there = matches!(&known.place, Place::With(seat) if seat == from);
        if is_there {
            known.place = to;
        }
        is_there
    }

    /// Notes that somebody picked up; the first to say so is believed.
    pub(super) fn answered(&self, at: Timestamp) -> Timestamp {
        *self.known().answered_at.get_or_insert(at)
    }

    /// Notes what somebody says answered; true when that is new.
    pub(super) fn hear(&self, verdict: AmdVerdict, by: VerdictBy) -> bool {
        let mut known = self.known();
        let said = match by {
            VerdictBy::Own => &mut known.own,
            VerdictBy::Carrier => &mut known.carrier,
            // What an agent says is kept with the talk.
            VerdictBy::Agent => return true,
        };
        *said != Some(verdict) && {
            *said = Some(verdict);
            true
        }
    }

    /// Notes the newest version of its call; false when a newer one is known.
    pub(super) fn tell(&self, row: &CallRow) -> bool {
        self.row.send_if_modified(|known| {
            let is_newer = known.as_ref().is_none_or(|known| known.revision <= row.revision);
            if is_newer {
                *known = Some(Arc::new(row.clone()));
            }
            is_newer
        })
    }

    pub(super) fn row(&self) -> Option<Arc<CallRow>> {
        self.row.borrow().clone()
    }

    pub(super) fn rows(&self) -> watch::Receiver<Option<Arc<CallRow>>> {
        self.row.subscribe()
    }

    /// Whether it may still be put through to somebody.
    pub(super) fn is_line(&self) -> bool {
        matches!(
            self.known().place,
            Place::Away | Place::Holding(_) | Place::Parked
        )
    }

    /// How it waits, if it does.
    pub(super) fn waiting(&self) -> Option<WaitingCall> {
        let known = self.known();
        let (Place::Holding(_) | Place::Parked, Some(answered_at)) = (&known.place, known.answered_at) else {
            return None;
        };
        Some(WaitingCall {
            call: self.wish.call.clone(),
            answered_at,
            own_verdict: known.own,
            carrier_verdict: known.carrier,
        })
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known
            .lock()
            .expect("no code panics while it holds this lock")
    }
}
