//! Moves an appointment to another offered time.

use std::sync::Arc;

use jiff::tz::TimeZone;
use outdial_domain::booking::BookingState;
use outdial_domain::ids::{BookingId, WorkspaceId};
use outdial_integrations::calendar::{Calendar, CalendarError, NewAppointment};
use outdial_store::BookingRow;

use super::BookError;
use super::record::{appointment, shown, stored};
use crate::engine::Engine;
use crate::hooks::HookEvent;
use crate::mailing::appointment_made;

impl Engine {
    /// Moves an appointment to an offered time, named by its token or by its beginning, which must be one that was
    /// offered and is read in `zone` when it has no offset.
    ///
    /// # Errors
    /// Why it was not moved. `Doubtful` says that it may have been; the calendar's own report settles it.
    pub async fn reschedule(
        &self,
        workspace: &WorkspaceId,
        id: &BookingId,
        token: Option<&str>,
        start: Option<&str>,
        zone: &TimeZone,
    ) -> Result<BookingRow, BookError> {
        let row = self.booking(workspace, id).await?;
        match row.state {
            BookingState::Confirmed | BookingState::Rescheduled => {}
            BookingState::Doubtful => return Err(BookError::Doubtful(row.id)),
            BookingState::Cancelled => return Err(BookError::CalledOff),
        }
        let calendar = self.calendar_of(workspace, &row).await?;
        let slot = self
            .chosen(workspace, calendar.as_ref(), token, start, zone)
            .await?;
        if slot == row.when {
            return Ok(row);
        }
        let uid = row.uid.clone().unwrap_or_default();
        let placed = match calendar.reschedule(&uid, slot, REASON).await {
            Err(CalendarError::Uncertain(why)) => {
                let moved = NewAppointment {
                    when: slot,
                    ..appointment(&row)
                };
                match calendar.look_up(&moved).await {
                    Ok(Some(placed)) => Ok(placed),
                    Ok(None) | Err(_) => Err(CalendarError::Uncertain(why)),
                }
            }
            answer => answer,
        };
        let placed = placed.map_err(|why| BookError::of(why, id))?;
        let (engine, id) = (self.inner.clone(), id.clone());
        let moved = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let Some(mut row) = tx.bookings().get(&id)? else {
                    return Ok(None);
                };
                row.state = BookingState::Rescheduled;
                row.when = placed.when;
                row.uid = Some(placed.uid);
                row.sequence += 1;
                if !stored(tx, &engine, &mut row, HookEvent::BookingRescheduled)? {
                    return Ok(None);
                }
                appointment_made(tx, &engine.surroundings(), &row)?;
                Ok(Some(row))
            })
            .await?;
        let moved = moved.ok_or(BookError::Taken)?;
        shown(&self.inner, workspace, &moved);
        Ok(moved)
    }

    /// The calendar in which an appointment was made.
    pub(super) async fn calendar_of(
        &self,
        workspace: &WorkspaceId,
        row: &BookingRow,
    ) -> Result<Arc<dyn Calendar>, BookError> {
        let calendar = self.inner.calendar_of_kind(workspace, &row.calendar).await?;
        calendar.ok_or_else(|| BookError::Refused(NO_CALENDAR.to_owned()))
    }

    /// The appointment with this id.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub async fn booking(&self, workspace: &WorkspaceId, id: &BookingId) -> Result<BookingRow, BookError> {
        let id = id.clone();
        let found = self
            .inner
            .store
            .workspace(workspace.clone())
            .read(move |tx| tx.bookings().get(&id))
            .await?;
        found.ok_or(BookError::NoSuchBooking)
    }
}

const REASON: &str = "Asked for";
pub(super) const NO_CALENDAR: &str = "the calendar in which this appointment was made is no longer set up";
