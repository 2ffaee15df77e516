//! Stores what a calendar did, with everything that follows from it.

use std::sync::Arc;

use outdial_domain::booking::BookingState;
use outdial_domain::ids::WorkspaceId;
use outdial_integrations::calendar::{NewAppointment, Placed};
use outdial_store::{BookingRow, StoreError, Tx};
use serde_json::{Value, json};

use crate::conversations;
use crate::engine::Inner;
use crate::hooks::{HookEvent, announce};
use crate::mailing::{appointment_cancelled, appointment_made};

/// A row as calendars are asked for it.
pub(super) fn appointment(row: &BookingRow) -> NewAppointment {
    NewAppointment {
        reference: row.id.to_string(),
        when: row.when,
        name: row.name.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        zone: row.zone.clone(),
        notes: row.notes.clone(),
    }
}

/// The calendar has it.
pub(super) async fn confirm(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: BookingRow,
    placed: Placed,
) -> Result<BookingRow, StoreError> {
    let engine = inner.clone();
    let row = inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            let Some(mut row) = tx.bookings().get(&row.id)? else {
                return Ok(row);
            };
            // Two tries may learn of it at once; it is announced once.
            if row.state != BookingState::Doubtful {
                return Ok(row);
            }
            row.state = BookingState::Confirmed;
            row.uid = Some(placed.uid);
            row.when = placed.when;
            stored(tx, &engine, &mut row, HookEvent::BookingCreated)?;
            let around = engine.surroundings();
            appointment_made(tx, &around, &row)?;
            conversations::booked_since(tx, &around, &row)?;
            Ok(row)
        })
        .await?;
    shown(inner, workspace, &row);
    Ok(row)
}

/// The calendar does not have it and will not.
pub(super) async fn give_up(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: BookingRow,
    why: &str,
) -> Result<(), StoreError> {
    let (why, now) = (why.to_owned(), inner.clock.now());
    let id = row.id.clone();
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            let Some(mut row) = tx.bookings().get(&id)? else {
                return Ok(());
            };
            if row.state == BookingState::Doubtful {
                row.state = BookingState::Cancelled;
                row.next_at = None;
                row.last_error = Some(why);
                row.updated_at = now;
                tx.bookings().update(&mut row)?;
            }
            Ok(())
        })
        .await?;
    shown(inner, workspace, &row);
    Ok(())
}

/// Stores a change of an appointment and tells programs of it; `false` when its time is taken.
pub(super) fn stored(
    tx: &mut Tx<'_>,
    inner: &Inner,
    row: &mut BookingRow,
    event: HookEvent,
) -> Result<bool, StoreError> {
    let now = inner.clock.now();
    row.next_at = None;
    row.last_error = None;
    row.updated_at = now;
    if !tx.bookings().update(row)? {
        return Ok(false);
    }
    if row.state == BookingState::Cancelled {
        appointment_cancelled(tx, row, now)?;
    }
    announce(tx, &inner.services, inner.ids.as_ref(), event, now, || told(row))?;
    Ok(true)
}

fn told(row: &BookingRow) -> Value {
    json!({
        "booking_id": row.id,
        "lead_id": row.lead_id,
        "call_id": row.call_id,
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "start": row.when.start.to_string(),
        "end": row.when.end.to_string(),
        "zone": row.zone,
        "state": row.state.as_str(),
        "calendar": row.calendar,
        "uid": row.uid,
    })
}

/// Shows the lead anew to whoever watches.
pub(super) fn shown(inner: &Inner, workspace: &WorkspaceId, row: &BookingRow) {
    if let Some(lead) = &row.lead_id {
        inner.changes.lead(workspace, lead.clone());
    }
}
