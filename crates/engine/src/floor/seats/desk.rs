//! What a seat's task shares with those who ask about the seat or give it orders.

use std::sync::{Arc, Mutex, MutexGuard};

use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::{CallId, CampaignId, SeatId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::{Event, Seat, State};
use outdial_domain::transfer;
use outdial_media::live::RoomHandle;
use outdial_store::{Actor, SeatRow};
use tokio::sync::{mpsc, oneshot};

use super::passing::{PassWish, Shown, TransferView, Word};
use super::people::WrapUp;
use super::refusal::SeatRefusal;
use super::view::{PutThrough, SeatView};
use crate::floor::desk::NoteBook;
use crate::floor::hosted::HostedRoom;

/// The outside of a seat's task.
pub(in crate::floor) struct SeatDesk {
    pub id: SeatId,
    pub workspace: WorkspaceId,
    pub campaign: CampaignId,
    pub user_id: String,
    pub name: String,
    /// The room of the shift. While agent and callees meet at the carrier nobody is in it.
    pub room: RoomHandle,
    /// The room of the shift at the carrier, if that is where they meet.
    pub hosted: Option<Arc<HostedRoom>>,
    /// The agent asks for callees by coming in.
    pub comes_ready: bool,
    pub(super) orders: mpsc::Sender<Order>,
    pub notes: NoteBook,
    seat: Mutex<Seat>,
    shown: Mutex<Shown>,
}

/// Where a seat's agent and callees meet.
pub(super) struct SeatVenue {
    pub room: RoomHandle,
    pub hosted: Option<Arc<HostedRoom>>,
    pub comes_ready: bool,
}

/// What only the seat's task can do.
pub(super) enum Order {
    /// Let something happen to the seat; the answer says how it went.
    Feed {
        event: Event,
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// Note who is there, as the agent says.
    Say {
        verdict: AmdVerdict,
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// The work after the call is done.
    WrapUp {
        said: WrapUp,
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// Take a callee who waits.
    Take {
        call: CallId,
        done: oneshot::Sender<Result<PutThrough, SeatRefusal>>,
    },
    /// The carrier would not bring a callee who was promised.
    NotBrought { call: CallId },
    /// Begin to pass the callee on.
    Pass {
        wish: PassWish,
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// Go on with passing the callee on, as the agent asks.
    PassOn {
        event: transfer::Event,
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// Ring the agent's own phone.
    RingPhone {
        phone: PhoneNumber,
        by: Actor,
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// Say no to a colleague.
    Decline {
        done: oneshot::Sender<Result<(), SeatRefusal>>,
    },
    /// Another seat's task says something about a callee.
    Word(Word),
}

impl SeatDesk {
    pub(super) fn new(
        workspace: WorkspaceId,
        row: &SeatRow,
        venue: SeatVenue,
        orders: mpsc::Sender<Order>,
    ) -> Self {
        Self {
            id: row.id.clone(),
            workspace,
            campaign: row.campaign_id.clone(),
            user_id: row.user_id.clone(),
            name: row.name.clone(),
            room: venue.room,
            hosted: venue.hosted,
            comes_ready: venue.comes_ready,
            orders,
            notes: NoteBook::default(),
            seat: Mutex::new(row.seat.clone()),
            shown: Mutex::default(),
        }
    }

    pub(super) fn seat(&self) -> Seat {
        self.current().clone()
    }

    /// Notes how the seat stands now.
    pub(super) fn stands(&self, seat: &Seat) {
        self.current().clone_from(seat);
    }

    pub(super) fn view(&self) -> SeatView {
        let seat = self.seat();
        SeatView {
            seat_id: self.id.clone(),
            campaign: self.campaign.clone(),
            user_id: self.user_id.clone(),
            name: self.name.clone(),
            standing: seat.standing(),
            since: seat.since,
            reason: seat.reason().map(str::to_owned),
            call: seat.call().cloned(),
            browser_here: seat.browser.is_here(),
            wrap_up_until: match seat.state {
                State::WrapUp { until, .. } => until,
                State::Joining
                | State::Ready
                | State::Dialing { .. }
                | State::Reserved { .. }
                | State::OnCall { .. }
                | State::Paused { .. }
                | State::Offline { .. } => None,
            },
        }
    }

    /// What is shown of transfers.
    pub(super) fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown
            .lock()
            .expect("no code panics while it holds this lock")
    }

    /// Whether it is still to be decided who has this seat's callee.
    pub(super) fn is_passing(&self) -> bool {
        let shown = self.shown();
        shown.transfer.as_ref().is_some_and(TransferView::is_live)
    }

    fn current(&self) -> MutexGuard<'_, Seat> {
        self.seat.lock().expect("no code panics while it holds this lock")
    }
}
