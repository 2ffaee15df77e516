//! Appointments, the times that were offered, and when appointments can be made.

mod calendar;
mod find;
mod row;
mod write;

pub(crate) use row::{BOOKING_COLUMNS, read_booking};
pub use row::{BookingFilter, BookingRow, CalendarSettingsRow};

use crate::workspace::Tx;

/// Appointments of a workspace.
pub struct Bookings<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}
