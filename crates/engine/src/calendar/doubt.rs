//! Looks into appointments of which nobody knows whether the calendar took them: first whether they are there, and only
//! when they are not are they asked for again.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_integrations::calendar::CalendarError;
use outdial_store::{BookingRow, StoreError};

use super::record::{appointment, confirm, give_up};
use super::reschedule::NO_CALENDAR;
use crate::engine::Inner;
use crate::follow_up::{attend, pause_after};

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    attend(
        inner,
        "doubtful appointments",
        |inner| &inner.doubts_due,
        LOOK_AGAIN_MS,
        round,
    )
    .await;
}

async fn round(inner: Arc<Inner>) -> Result<Option<Timestamp>, StoreError> {
    loop {
        let now = inner.clock.now();
        let until = now.plus_ms(LEASE_MS);
        let due = inner
            .store
            .system()
            .write(move |tx| tx.lease_bookings(now, until, BATCH))
            .await?;
        if due.is_empty() {
            return inner.store.system().read(|tx| tx.next_doubtful_booking()).await;
        }
        for (workspace, row) in due {
            if inner.stop.is_cancelled() {
                return Ok(None);
            }
            look_into(&inner, &workspace, row).await?;
        }
    }
}

async fn look_into(inner: &Arc<Inner>, workspace: &WorkspaceId, row: BookingRow) -> Result<(), StoreError> {
    let Some(calendar) = inner.calendar_of_kind(workspace, &row.calendar).await? else {
        return give_up(inner, workspace, row, NO_CALENDAR).await;
    };
    let wanted = appointment(&row);
    let found = match calendar.look_up(&wanted).await {
        // A beginning that has passed is asked for no more.
        Ok(None) if row.when.start > inner.clock.now() => calendar.place(&wanted).await.map(Some),
        found => found,
    };
    match found {
        Ok(Some(placed)) => confirm(inner, workspace, row, placed).await.map(|_| ()),
        Ok(None) => give_up(inner, workspace, row, "it never came about").await,
        Err(why @ (CalendarError::Taken | CalendarError::Refused(_))) => {
            give_up(inner, workspace, row, &why.to_string()).await
        }
        Err(why @ (CalendarError::Unavailable(_) | CalendarError::Uncertain(_))) => {
            look_later(inner, workspace, row, &why.to_string()).await
        }
    }
}

async fn look_later(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    row: BookingRow,
    why: &str,
) -> Result<(), StoreError> {
    let tries = row.tries + 1;
    let Some(pause) = pause_after(tries, &PAUSES_S) else {
        return give_up(inner, workspace, row, why).await;
    };
    let (id, why, now) = (row.id, why.to_owned(), inner.clock.now());
    inner
        .store
        .workspace(workspace.clone())
        .write(move |tx| {
            if let Some(mut row) = tx.bookings().get(&id)? {
                row.tries = tries;
                row.last_error = Some(why);
                row.next_at = Some(now.plus_seconds(pause));
                row.updated_at = now;
                tx.bookings().update(&mut row)?;
            }
            Ok(())
        })
        .await
}

/// A first try is over by then, whatever became of it.
pub(super) const FIRST_LOOK_MS: i64 = 30_000;
const BATCH: u32 = 8;
const LEASE_MS: i64 = 5 * 60_000;
const LOOK_AGAIN_MS: i64 = 15_000;
/// How long after each failure to learn anything the next look comes: for half a day in all.
const PAUSES_S: [i64; 8] = [30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600];
