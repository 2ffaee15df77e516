//! The loop of a room, and what it keeps between two events.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::room::Event;
use outdial_store::{Actor, CallRow, RecordingRow, RoomRow};
use tokio::sync::{mpsc, oneshot, watch};

use super::comfort::Comfort;
use crate::clock::sleep_until;
use crate::engine::Inner;
use crate::floor::desk::{Desk, Order};
use crate::floor::hall::Floor;
use crate::floor::note::Happening;
use crate::floor::quality::Measured;
use crate::floor::venue::{Ears, Venue};

/// Starts the task of a room that was just opened.
pub(in crate::floor) fn start(
    inner: &Arc<Inner>,
    floor: &Arc<Floor>,
    workspace: WorkspaceId,
    row: RoomRow,
    (venue, ears): (Venue, Ears),
) {
    let (orders, waiting) = mpsc::channel(ORDERS_MAX);
    let desk = Arc::new(Desk::new(workspace.clone(), &row, venue, orders));
    floor.set_up(row.id.clone(), desk.clone());
    let task = Task {
        inner: inner.clone(),
        floor: floor.clone(),
        calls: desk.calls(),
        desk,
        workspace,
        row,
        ears,
        look_at: None,
        looks: 0,
        admitted: false,
        orders: waiting,
        bridge_due: false,
        recording: None,
        unrecorded: Unrecorded::default(),
        comfort: Comfort::default(),
        measured: Measured::default(),
        asked_by: None,
        waiting_for_end: Vec::new(),
    };
    inner.begin(task.run());
}

pub(super) struct Task {
    pub inner: Arc<Inner>,
    pub floor: Arc<Floor>,
    pub desk: Arc<Desk>,
    pub workspace: WorkspaceId,
    pub row: RoomRow,
    pub ears: Ears,
    /// When to ask the carrier who is in the room, because a report seems to be lost.
    pub look_at: Option<Timestamp>,
    /// How often it was asked in a row.
    pub looks: u32,
    /// A browser was told how to enter at the carrier and has not been seen there.
    pub admitted: bool,
    pub calls: watch::Receiver<Option<Arc<CallRow>>>,
    pub orders: mpsc::Receiver<Order>,
    /// Both are here, and the call has not heard of it yet.
    pub bridge_due: bool,
    pub recording: Option<RecordingRow>,
    pub unrecorded: Unrecorded,
    pub comfort: Comfort,
    pub measured: Measured,
    pub asked_by: Option<Actor>,
    pub waiting_for_end: Vec<oneshot::Sender<RoomRow>>,
}

/// Whether nothing is recorded because the disk would not take it.
#[derive(Default)]
pub(super) enum Unrecorded {
    #[default]
    No,
    /// For this reason, which is not in the timeline yet.
    Unsaid(String),
    Said,
}

impl Task {
    async fn run(mut self) {
        let stop = self.inner.stop.clone();
        self.look_for_unrecorded().await;
        while self.row.room.is_live() {
            let clock = self.inner.clock.clone();
            let deadline = self.next_alarm();
            let alarm = async move {
                match deadline {
                    Some(at) => sleep_until(clock.as_ref(), at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                heard = self.ears.next() => match heard {
                    Some(heard) => self.hear(heard).await,
                    None => self.feed(Event::Recovered).await,
                },
                Ok(()) = self.calls.changed() => self.follow_call().await,
                Some(order) = self.orders.recv() => self.obey(order).await,
                () = alarm => self.ring().await,
                // The audio goes with this process, so the callee is not left with silence.
                () = stop.cancelled() => self.feed(Event::Recovered).await,
            }
        }
        self.floor.clear(&self.row.id, &self.row.call_id);
        self.inner.changes.room(&self.workspace, self.row.id.clone());
        // An order that came too late for the loop gets the same answer.
        self.orders.close();
        while let Some(Order::End { done, .. }) = self.orders.recv().await {
            self.waiting_for_end.push(done);
        }
        for done in self.waiting_for_end {
            // Whoever asked may have gone meanwhile.
            let _ = done.send(self.row.clone());
        }
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::End { by, done } => {
                self.note(Happening::of("end_asked").by(&by)).await;
                self.asked_by = Some(by);
                self.waiting_for_end.push(done);
                self.feed(Event::EndAsked).await;
            }
        }
    }
}

/// People press few buttons at once.
const ORDERS_MAX: usize = 16;
