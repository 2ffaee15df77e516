//! What voice agents need of a calendar.

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::{BookingId, CallId, LeadId, WorkspaceId};
use outdial_domain::voice_agent::SlotChoice;

/// A calendar in which voice agents book.
#[async_trait]
pub trait Appointments: Send + Sync {
    /// Times that are free.
    async fn free_slots(
        &self,
        workspace: &WorkspaceId,
        wish: SlotWish,
    ) -> Result<Vec<OfferedSlot>, NotBooked>;

    /// Books a time that was offered.
    async fn book(&self, workspace: &WorkspaceId, wish: BookingWish) -> Result<Booked, NotBooked>;

    /// Moves an appointment to another time that was offered.
    async fn reschedule(
        &self,
        workspace: &WorkspaceId,
        booking: &BookingId,
        slot: &SlotChoice,
        zone: &str,
    ) -> Result<Booked, NotBooked>;

    /// Calls an appointment off.
    async fn cancel(
        &self,
        workspace: &WorkspaceId,
        booking: &BookingId,
        reason: Option<String>,
    ) -> Result<(), NotBooked>;

    /// The appointment of a lead that stands, if there is one.
    async fn standing(&self, workspace: &WorkspaceId, lead: &LeadId) -> Result<Option<BookingId>, NotBooked>;
}

/// Which times are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotWish {
    /// From when on; from the earliest when absent.
    pub from: Option<Timestamp>,
    /// Up to when; as far as the calendar goes when absent.
    pub to: Option<Timestamp>,
    /// The IANA zone in which times are said.
    pub zone: String,
    /// Most times.
    pub limit: u32,
}

/// A time that is offered, and may be booked for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedSlot {
    /// By which it is booked.
    pub token: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The time as a person says it.
    pub spoken: String,
}

/// A wish to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingWish {
    /// Which time: one that was offered.
    pub slot: SlotChoice,
    /// The lead.
    pub lead_id: Option<LeadId>,
    /// The call in which they agreed.
    pub call_id: Option<CallId>,
    /// For whom.
    pub name: String,
    /// Where the confirmation goes.
    pub email: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// What the agent notes.
    pub notes: Option<String>,
    /// The IANA zone of the callee.
    pub zone: String,
}

/// An appointment that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// Its id.
    pub id: BookingId,
    /// When it begins.
    pub start: Timestamp,
    /// The time as a person says it.
    pub spoken: String,
}

/// Why nothing was booked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotBooked {
    /// It cannot be done; the sentence tells the model what to do instead.
    #[error("{0}")]
    Refused(String),
    /// The calendar cannot be reached, or failed.
    #[error("the calendar failed: {0}")]
    Failed(String),
}
