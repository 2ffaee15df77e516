//! An appointment as it is stored.

use outdial_domain::Timestamp;
use outdial_domain::booking::{BookingSettings, BookingState, Span};
use outdial_domain::ids::{BookingId, CallId, LeadId};

use crate::StoreError;
use crate::db::Row;

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingRow {
    /// Its id.
    pub id: BookingId,
    /// The lead it was made with.
    pub lead_id: Option<LeadId>,
    /// The call in which it was made.
    pub call_id: Option<CallId>,
    /// Whose it is.
    pub name: String,
    /// Their mail address.
    pub email: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// When it is.
    pub when: Span,
    /// Their IANA time zone.
    pub zone: String,
    /// How it stands.
    pub state: BookingState,
    /// Which calendar it is in.
    pub calendar: String,
    /// What it is called there.
    pub uid: Option<String>,
    /// What was said about it.
    pub notes: Option<String>,
    /// Grows with each change, for calendars that were sent an invitation.
    pub sequence: u32,
    /// How often a doubtful one was looked up.
    pub tries: u32,
    /// When a doubtful one is looked up next.
    pub next_at: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// Which appointments are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BookingFilter {
    /// Beginning from here on.
    pub from: Option<Timestamp>,
    /// Beginning before.
    pub to: Option<Timestamp>,
    /// In this state.
    pub state: Option<BookingState>,
    /// With this lead.
    pub lead: Option<LeadId>,
}

/// When appointments can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSettingsRow {
    /// The settings.
    pub settings: BookingSettings,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

/// The columns that [`read_booking`] reads, in its order.
pub(crate) const BOOKING_COLUMNS: &str =
    "id, lead_id, call_id, name, email, phone, start_at, end_at, zone, state,
    calendar, uid, notes, sequence, tries, next_at, last_error, created_at, updated_at, revision";

pub(crate) fn read_booking(mut row: Row) -> Result<BookingRow, StoreError> {
    Ok(BookingRow {
        id: row.parsed("booking id")?,
        lead_id: row.opt_parsed("lead id")?,
        call_id: row.opt_parsed("call id")?,
        name: row.text()?,
        email: row.opt_text()?,
        phone: row.opt_text()?,
        when: Span {
            start: row.time()?,
            end: row.time()?,
        },
        zone: row.text()?,
        state: row.parsed("state of an appointment")?,
        calendar: row.text()?,
        uid: row.opt_text()?,
        notes: row.opt_text()?,
        sequence: row.small()?,
        tries: row.small()?,
        next_at: row.opt_time()?,
        last_error: row.opt_text()?,
        created_at: row.time()?,
        updated_at: row.time()?,
        revision: row.int()?,
    })
}
