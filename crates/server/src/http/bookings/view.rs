//! An appointment as the API shows it.

use outdial_domain::phone::PhoneNumber;
use outdial_store::BookingRow;
use serde::Serialize;
use utoipa::ToSchema;

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Booking {
    /// `bkg_…`.
    pub id: String,
    /// The lead it was made with.
    #[schema(required)]
    pub lead_id: Option<String>,
    /// The call in which it was made.
    #[schema(required)]
    pub call_id: Option<String>,
    /// Whose it is.
    pub name: String,
    /// Their mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// Their number.
    #[schema(required)]
    pub phone: Option<String>,
    /// The number as people write it.
    #[schema(required)]
    pub phone_display: Option<String>,
    /// When it begins.
    pub start: String,
    /// When it ends.
    pub end: String,
    /// Their IANA time zone.
    pub zone: String,
    /// `confirmed`, `rescheduled`, `cancelled` or `doubtful`.
    pub state: &'static str,
    /// `calcom` or `built_in`.
    pub calendar: String,
    /// What it is called there.
    #[schema(required)]
    pub uid: Option<String>,
    /// What was said about it.
    #[schema(required)]
    pub notes: Option<String>,
    /// What went wrong last.
    #[schema(required)]
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// Grows with each change.
    pub revision: i64,
}

impl From<BookingRow> for Booking {
    fn from(row: BookingRow) -> Self {
        Self {
            id: row.id.to_string(),
            lead_id: row.lead_id.map(|id| id.to_string()),
            call_id: row.call_id.map(|id| id.to_string()),
            name: row.name,
            email: row.email,
            phone_display: row.phone.as_deref().map(written),
            phone: row.phone,
            start: row.when.start.to_string(),
            end: row.when.end.to_string(),
            zone: row.zone,
            state: row.state.as_str(),
            calendar: row.calendar,
            uid: row.uid,
            notes: row.notes,
            last_error: row.last_error,
            created_at: row.created_at.to_string(),
            revision: row.revision,
        }
    }
}

/// A number as people write it; what is no number of ours stays as the calendar has it.
fn written(phone: &str) -> String {
    PhoneNumber::from_stored(phone).map_or_else(|_| phone.to_owned(), |number| number.international())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_for_people_and_anything_else_is_left_alone() {
        assert_eq!(written("+14155552671"), "+1 415-555-2671");
        assert_eq!(written("extension 7"), "extension 7");
    }
}
