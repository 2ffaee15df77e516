//! A calendar that does what a test says.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::{BookingId, LeadId, WorkspaceId};
use outdial_domain::voice_agent::SlotChoice;
use outdial_engine::{Appointments, Booked, BookingWish, NotBooked, OfferedSlot, SlotWish};

use crate::world::START;

/// The start of the only time that is free.
pub const SLOT_START: Timestamp = Timestamp(START.0 + 86_400_000_000);

#[derive(Default)]
pub struct Calendar {
    script: Mutex<Script>,
    /// How long it takes to book.
    delay: Duration,
}

#[derive(Default)]
struct Script {
    booked: Vec<BookingWish>,
    moved: Vec<(BookingId, SlotChoice)>,
    cancelled: Vec<BookingId>,
    failure: Option<NotBooked>,
    standing: Option<BookingId>,
}

impl Calendar {
    pub fn slow(delay: Duration) -> Self {
        Self {
            delay,
            ..Self::default()
        }
    }

    pub fn fail(&self, why: NotBooked) {
        self.script().failure = Some(why);
    }

    pub fn works(&self) {
        self.script().failure = None;
    }

    pub fn has(&self, booking: BookingId) {
        self.script().standing = Some(booking);
    }

    pub fn booked(&self) -> Vec<BookingWish> {
        self.script().booked.clone()
    }

    pub fn moved(&self) -> Vec<(BookingId, SlotChoice)> {
        self.script().moved.clone()
    }

    pub fn cancelled(&self) -> Vec<BookingId> {
        self.script().cancelled.clone()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fails(&self) -> Result<(), NotBooked> {
        self.script().failure.clone().map_or(Ok(()), Err)
    }
}

fn appointment(id: u128) -> Booked {
    Booked {
        id: BookingId::from_bits(id),
        start: SLOT_START,
        spoken: "tomorrow at this time".to_owned(),
    }
}

#[async_trait]
impl Appointments for Calendar {
    async fn free_slots(&self, _: &WorkspaceId, wish: SlotWish) -> Result<Vec<OfferedSlot>, NotBooked> {
        self.fails()?;
        assert!(wish.limit > 0);
        Ok(vec![OfferedSlot {
            token: "slot-1".to_owned(),
            start: SLOT_START,
            end: SLOT_START.plus_seconds(1_800),
            spoken: "tomorrow at this time".to_owned(),
        }])
    }

    async fn book(&self, _: &WorkspaceId, wish: BookingWish) -> Result<Booked, NotBooked> {
        tokio::time::sleep(self.delay).await;
        self.fails()?;
        self.script().booked.push(wish);
        Ok(appointment(1))
    }

    async fn reschedule(
        &self,
        _: &WorkspaceId,
        booking: &BookingId,
        slot: &SlotChoice,
        _: &str,
    ) -> Result<Booked, NotBooked> {
        self.fails()?;
        self.script().moved.push((booking.clone(), slot.clone()));
        Ok(appointment(1))
    }

    async fn cancel(&self, _: &WorkspaceId, booking: &BookingId, _: Option<String>) -> Result<(), NotBooked> {
        self.fails()?;
        self.script().cancelled.push(booking.clone());
        Ok(())
    }

    async fn standing(&self, _: &WorkspaceId, _: &LeadId) -> Result<Option<BookingId>, NotBooked> {
        Ok(self.script().standing.clone())
    }
}
