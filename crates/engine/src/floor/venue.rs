//! Where a room's agent and callee hear each other: in our hub, or at the carrier.

use std::sync::Arc;

use outdial_media::ParticipantId;
use outdial_media::live::{self, RoomHandle, Subscription};
use tokio::sync::mpsc;

use super::desk::{agent, callee};
use super::hosted::{HostedRoom, Moved, Word};

/// Where a room's agent and callee hear each other.
pub(super) enum Venue {
    /// In our hub.
    Ours(RoomHandle),
    /// At the carrier.
    Hosted(Arc<HostedRoom>),
}

/// How the two sit there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seats {
    pub agent_here: bool,
    pub callee_here: bool,
    pub muted: bool,
    pub held: bool,
    pub recording_failed: bool,
}

impl Venue {
    pub(super) fn seats(&self) -> Seats {
        match self {
            Self::Ours(handle) => seats_in(handle, &callee()),
            Self::Hosted(room) => room.seats(),
        }
    }
}

/// How the two sit in a room of our hub.
pub(super) fn seats_in(handle: &RoomHandle, callee: &ParticipantId) -> Seats {
    let snapshot = handle.snapshot();
    let seat = |who: &ParticipantId| snapshot.seat(who).cloned();
    let (agent, callee) = (seat(&agent()), seat(callee));
    let connected = |seat: &Option<live::Seat>| seat.as_ref().is_some_and(|seat| seat.connected);
    Seats {
        agent_here: connected(&agent),
        callee_here: connected(&callee),
        muted: agent.as_ref().is_some_and(|seat| seat.muted),
        held: callee.as_ref().is_some_and(|seat| seat.held),
        recording_failed: snapshot.recording_failed,
    }
}

/// What a room's task hears of its venue.
pub(super) enum Heard {
    /// From our hub.
    Ours(live::Event),
    /// From the carrier: who came and went.
    Hosted(Vec<Moved>),
    /// A browser was told how to enter at the carrier.
    Admitted,
    /// There is another time to wake at.
    ClipBegan,
}

/// A room's task listens by these.
pub(super) enum Ears {
    /// To our hub.
    Ours(Subscription),
    /// To the carrier's reports.
    Hosted {
        room: Arc<HostedRoom>,
        words: mpsc::Receiver<Word>,
    },
}

impl Ears {
    /// What happens next; nothing when nothing will.
    pub(super) async fn next(&mut self) -> Option<Heard> {
        match self {
            Self::Ours(events) => events.next().await.map(Heard::Ours),
            Self::Hosted { room, words } => {
                let word = words.recv().await?;
                Some(match word {
                    Word::Report(report) => Heard::Hosted(room.take(&report)),
                    Word::Seen { known, found } => Heard::Hosted(room.compare(&known, &found)),
                    Word::Admitted => Heard::Admitted,
                    Word::ClipBegan => Heard::ClipBegan,
                })
            }
        }
    }
}
