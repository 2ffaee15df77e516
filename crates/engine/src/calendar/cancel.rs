//! Calls an appointment off.

use outdial_domain::booking::BookingState;
use outdial_domain::ids::{BookingId, WorkspaceId};
use outdial_store::BookingRow;

use super::BookError;
use super::record::{shown, stored};
use crate::engine::Engine;
use crate::hooks::HookEvent;

impl Engine {
    /// Calls an appointment off. One that is called off already stays so.
    ///
    /// # Errors
    /// Why it stands still.
    pub async fn cancel_booking(
        &self,
        workspace: &WorkspaceId,
        id: &BookingId,
        reason: &str,
    ) -> Result<BookingRow, BookError> {
        let row = self.booking(workspace, id).await?;
        if row.state == BookingState::Cancelled {
            return Ok(row);
        }
        if row.state == BookingState::Doubtful {
            return Err(BookError::Doubtful(row.id));
        }
        let calendar = self.calendar_of(workspace, &row).await?;
        let reason = Some(reason.trim())
            .filter(|reason| !reason.is_empty())
            .unwrap_or("Asked for");
        let uid = row.uid.clone().unwrap_or_default();
        calendar
            .cancel(&uid, reason)
            .await
            .map_err(|why| BookError::of(why, id))?;
        let (engine, id) = (self.inner.clone(), id.clone());
        let cancelled = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let Some(mut row) = tx.bookings().get(&id)? else {
                    return Ok(None);
                };
                if row.state != BookingState::Cancelled {
                    row.state = BookingState::Cancelled;
                    row.sequence += 1;
                    stored(tx, &engine, &mut row, HookEvent::BookingCancelled)?;
                }
                Ok(Some(row))
            })
            .await?;
        let cancelled = cancelled.ok_or(BookError::NoSuchBooking)?;
        shown(&self.inner, workspace, &cancelled);
        Ok(cancelled)
    }
}
