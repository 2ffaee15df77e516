//! Writes down what programs are to be told.

use outdial_domain::Timestamp;
use outdial_domain::ids::DeliveryId;
use outdial_store::{CallRow, DeliveryRow, DeliveryState, LeadRow, StoreError, Tx};
use serde_json::{Value, json};

use crate::ids::Ids;
use crate::services::ServiceDesk;

/// What programs can be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookEvent {
    /// A call is over.
    CallEnded,
    /// A lead was changed by hand, or stands otherwise than before. Imports and changes of many leads at once are not told.
    LeadUpdated,
    /// An appointment was made.
    BookingCreated,
    /// An appointment was moved.
    BookingRescheduled,
    /// An appointment was called off.
    BookingCancelled,
    /// A mail came back or was complained of.
    MailFailed,
    /// Somebody tries whether messages arrive.
    Test,
}

/// Every event that can be subscribed to, in the order of the page.
pub const EVENTS: [HookEvent; 6] = [
    HookEvent::CallEnded,
    HookEvent::LeadUpdated,
    HookEvent::BookingCreated,
    HookEvent::BookingRescheduled,
    HookEvent::BookingCancelled,
    HookEvent::MailFailed,
];

impl HookEvent {
    /// The word that messages carry.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CallEnded => "call.ended",
            Self::LeadUpdated => "lead.updated",
            Self::BookingCreated => "booking.created",
            Self::BookingRescheduled => "booking.rescheduled",
            Self::BookingCancelled => "booking.cancelled",
            Self::MailFailed => "mail.failed",
            Self::Test => "test",
        }
    }
}

/// Writes an event down for every program that is told of it, in the transaction in which it happens.
pub(crate) fn announce(
    tx: &mut Tx<'_>,
    desk: &ServiceDesk,
    ids: &dyn Ids,
    event: HookEvent,
    now: Timestamp,
    data: impl FnOnce() -> Value,
) -> Result<(), StoreError> {
    let listeners = desk.listeners(tx.workspace(), event.as_str());
    if listeners.is_empty() {
        return Ok(());
    }
    let body = body(event, now, &data());
    for hook_id in listeners {
        tx.hooks().enqueue(&DeliveryRow {
            id: DeliveryId::from_bits(ids.next(now)),
            hook_id,
            event: event.as_str().to_owned(),
            body: body.clone(),
            state: DeliveryState::Waiting,
            tries: 0,
            status: None,
            last_error: None,
            next_at: Some(now),
            created_at: now,
            updated_at: now,
        })?;
    }
    // The loop's own look comes after this transaction.
    desk.deliveries_due.set_if_earlier(now);
    Ok(())
}

pub(super) fn body(event: HookEvent, now: Timestamp, data: &Value) -> String {
    json!({ "type": event.as_str(), "timestamp": now.to_string(), "data": data }).to_string()
}

/// What is told of a lead that was changed, or that stands otherwise than before.
pub(crate) fn lead_updated(
    tx: &mut Tx<'_>,
    desk: &ServiceDesk,
    ids: &dyn Ids,
    lead: &LeadRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    announce(tx, desk, ids, HookEvent::LeadUpdated, now, || {
        let standing = &lead.standing;
        json!({
            "lead_id": lead.id,
            "list_id": lead.list_id,
            "contact_name": lead.contact_name,
            "company_name": lead.company_name,
            "email": lead.email,
            "phone": lead.phone.e164(),
            "status": standing.status.as_str(),
            "result": standing.result.map(|result| result.as_str()),
            "disposition": standing.disposed.as_ref().map(|said| &said.code),
            "call_attempts": standing.call_attempts,
            "callback_at": standing.callback_at.map(|at| at.to_string()),
            "last_call_id": standing.last_call_id,
        })
    })
}

/// What is told of a call that is over.
pub(crate) fn call_ended(
    tx: &mut Tx<'_>,
    desk: &ServiceDesk,
    ids: &dyn Ids,
    row: &CallRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    announce(tx, desk, ids, HookEvent::CallEnded, now, || {
        let facts = &row.call.facts;
        let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
        json!({
            "call_id": row.id,
            "lead_id": row.lead_id,
            "campaign_id": row.campaign_id,
            "phone": row.phone.e164(),
            "state": row.call.state.word(),
            "outcome": row.call.state.outcome().map(|outcome| outcome.as_str()),
            "dialed_at": time(facts.claimed_at),
            "answered_at": time(facts.answered_at),
            "ended_at": now.to_string(),
        })
    })
}
