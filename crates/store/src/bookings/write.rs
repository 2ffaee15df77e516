//! Makes and changes appointments.

use outdial_domain::booking::BookingState;

use super::{BookingRow, Bookings};
use crate::StoreError;
use crate::db::params;

impl Bookings<'_, '_> {
    /// Adds an appointment; `false` when its time in the built-in calendar is taken.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert(&mut self, row: &BookingRow) -> Result<bool, StoreError> {
        if row.calendar == BUILT_IN && self.is_taken(row)? {
            return Ok(false);
        }
        let written = self.tx.execute(
            "INSERT INTO bookings (workspace_id, id, lead_id, call_id, name, email, phone, start_at, end_at, zone, state,
               calendar, uid, notes, sequence, tries, next_at, last_error, created_at, updated_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
             ON CONFLICT DO NOTHING",
            params![
                &row.id,
                row.lead_id.as_ref(),
                row.call_id.as_ref(),
                &row.name,
                row.email.as_ref(),
                row.phone.as_ref(),
                row.when.start,
                row.when.end,
                &row.zone,
                row.state.as_str(),
                &row.calendar,
                row.uid.as_ref(),
                row.notes.as_ref(),
                row.sequence,
                row.tries,
                row.next_at,
                row.last_error.as_ref(),
                row.created_at,
                row.updated_at,
                row.revision,
            ],
        )?;
        Ok(written > 0)
    }

    /// Stores an appointment as it is now and raises its revision; `false` when its new time in the built-in calendar
    /// is taken.
    ///
    /// # Errors
    /// `Conflict` when it was changed meanwhile.
    pub fn update(&mut self, row: &mut BookingRow) -> Result<bool, StoreError> {
        if row.calendar == BUILT_IN && row.state != BookingState::Cancelled && self.is_taken(row)? {
            return Ok(false);
        }
        let written = self.tx.execute(
            "UPDATE bookings SET lead_id = $3, call_id = $4, name = $5, email = $6, phone = $7, start_at = $8,
               end_at = $9, zone = $10, state = $11, uid = $12, notes = $13, sequence = $14, tries = $15, next_at = $16,
               last_error = $17, updated_at = $18, revision = $19 + 1
             WHERE workspace_id = $1 AND id = $2 AND revision = $19",
            params![
                &row.id,
                row.lead_id.as_ref(),
                row.call_id.as_ref(),
                &row.name,
                row.email.as_ref(),
                row.phone.as_ref(),
                row.when.start,
                row.when.end,
                &row.zone,
                row.state.as_str(),
                row.uid.as_ref(),
                row.notes.as_ref(),
                row.sequence,
                row.tries,
                row.next_at,
                row.last_error.as_ref(),
                row.updated_at,
                row.revision,
            ],
        )?;
        if written == 0 {
            return Err(StoreError::Conflict { what: "appointment" });
        }
        row.revision += 1;
        Ok(true)
    }

    fn is_taken(&mut self, row: &BookingRow) -> Result<bool, StoreError> {
        let found = self.tx.query_one(
            "SELECT id FROM bookings WHERE workspace_id = $1 AND calendar = $2 AND state <> 'cancelled'
               AND start_at < $4 AND end_at > $3 AND start_at > $3 - $6 AND id <> $5 LIMIT 1",
            params![
                BUILT_IN,
                row.when.start,
                row.when.end,
                &row.id,
                LONGEST_MICROSECONDS,
            ],
        )?;
        Ok(found.is_some())
    }
}

const BUILT_IN: &str = "built_in";
/// No appointment is longer than a day, so none that began earlier reaches into this one.
pub(super) const LONGEST_MICROSECONDS: i64 = 24 * 60 * 60 * 1_000_000;
