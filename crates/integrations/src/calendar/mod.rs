//! Calendars that appointments are made in.

mod appointment;
mod builtin;
mod calcom;
mod slot_token;

use async_trait::async_trait;
use outdial_domain::booking::Span;

pub use appointment::{CalendarError, NewAppointment, Placed};
pub use builtin::{BuiltIn, Diary};
pub use calcom::{
    CalCom, CalComConfig, CalendarNews, CalendarTrigger, CalendarWebhookError, parse_calcom_webhook,
};
pub use slot_token::{SlotKey, SlotTokenError};

/// A calendar that appointments are made in. None of its calls repeats a request.
#[async_trait]
pub trait Calendar: Send + Sync {
    /// The word under which its appointments are stored: `calcom`, `built_in`.
    fn kind(&self) -> &'static str;

    /// Which of its kinds of appointment is made; a slot that was offered for another is refused.
    fn event_type(&self) -> &str;

    /// The first `limit` times within `wanted` at which an appointment can be made.
    async fn free(&self, wanted: Span, limit: usize) -> Result<Vec<Span>, CalendarError>;

    /// Makes an appointment.
    async fn place(&self, appointment: &NewAppointment) -> Result<Placed, CalendarError>;

    /// The appointment that an earlier [`Calendar::place`] may have made, if it stands.
    async fn look_up(&self, appointment: &NewAppointment) -> Result<Option<Placed>, CalendarError>;

    /// How the appointment of this uid stands: when it is, `None` when it is called off or unknown.
    async fn standing(&self, uid: &str) -> Result<Option<Placed>, CalendarError>;

    /// Moves an appointment; the answer carries the uid that it has from now on.
    async fn reschedule(&self, uid: &str, to: Span, reason: &str) -> Result<Placed, CalendarError>;

    /// Calls an appointment off. One that is called off already is no error.
    async fn cancel(&self, uid: &str, reason: &str) -> Result<(), CalendarError>;

    /// Whether it can be used, in one sentence for people.
    async fn check(&self) -> Result<String, CalendarError>;
}
