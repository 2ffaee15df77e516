//! Cal.com's JSON.

use std::collections::BTreeMap;

use outdial_domain::booking::Span;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::{NewAppointment, Placed};
use crate::instant::Instant;

#[derive(Serialize)]
pub(super) struct CreateBooking<'a> {
    pub start: String,
    #[serde(rename = "eventTypeId")]
    pub event_type_id: u64,
    pub attendee: Attendee<'a>,
    pub metadata: BTreeMap<&'static str, &'a str>,
    #[serde(rename = "bookingFieldsResponses", skip_serializing_if = "BTreeMap::is_empty")]
    pub responses: BTreeMap<&'static str, &'a str>,
}

#[derive(Serialize)]
pub(super) struct Attendee<'a> {
    pub name: &'a str,
    #[serde(rename = "timeZone")]
    pub time_zone: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(rename = "phoneNumber", skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<&'a str>,
    pub language: &'static str,
}

#[derive(Serialize)]
pub(super) struct Reschedule<'a> {
    pub start: String,
    #[serde(rename = "reschedulingReason")]
    pub reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct Cancel<'a> {
    #[serde(rename = "cancellationReason")]
    pub reason: &'a str,
}

impl<'a> CreateBooking<'a> {
    pub fn of(appointment: &'a NewAppointment, event_type_id: u64) -> Self {
        let notes = appointment.notes.as_deref().filter(|notes| !notes.is_empty());
        Self {
            start: appointment.when.start.to_string(),
            event_type_id,
            attendee: Attendee {
                name: &appointment.name,
                time_zone: &appointment.zone,
                email: appointment.email.as_deref(),
                phone_number: appointment.phone.as_deref(),
                language: "en",
            },
            metadata: BTreeMap::from([(REFERENCE, appointment.reference.as_str())]),
            responses: notes.map(|notes| ("notes", notes)).into_iter().collect(),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Envelope<T> {
    pub data: T,
}

/// Free times by day.
pub(super) type Slots = BTreeMap<String, Vec<Slot>>;

#[derive(Deserialize)]
pub(super) struct Slot {
    pub start: Instant,
    pub end: Instant,
}

#[derive(Deserialize)]
pub(super) struct Booking {
    pub uid: String,
    pub status: String,
    pub start: Instant,
    pub end: Instant,
    #[serde(default)]
    pub attendees: Vec<BookedAttendee>,
    #[serde(default)]
    pub metadata: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
pub(super) struct BookedAttendee {
    #[serde(default)]
    pub email: Option<String>,
    #[serde(rename = "phoneNumber", default)]
    pub phone_number: Option<String>,
}

impl Booking {
    pub fn placed(self) -> Placed {
        Placed {
            uid: self.uid,
            when: Span {
                start: self.start.0,
                end: self.end.0,
            },
        }
    }

    /// Whether it stands, or waits for somebody's consent.
    pub fn stands(&self) -> bool {
        matches!(self.status.to_lowercase().as_str(), "accepted" | "pending")
    }

    /// Whether it is the one that was to be made.
    pub fn is(&self, appointment: &NewAppointment) -> bool {
        let reference = self.metadata.as_ref().and_then(|all| all.get(REFERENCE));
        if let Some(reference) = reference {
            return reference.as_str() == Some(&appointment.reference);
        }
        let same = |ours: &Option<String>, theirs: &Option<String>| {
            ours.as_ref()
                .zip(theirs.as_ref())
                .is_some_and(|(ours, theirs)| ours.eq_ignore_ascii_case(theirs))
        };
        self.start.0 == appointment.when.start
            && self.attendees.iter().any(|attendee| {
                same(&appointment.email, &attendee.email) || same(&appointment.phone, &attendee.phone_number)
            })
    }
}

/// What an error says, however it is wrapped.
pub(super) struct Failure;

impl Failure {
    pub fn said(body: &[u8]) -> String {
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return String::new();
        };
        let places = ["/error/message", "/message", "/error/details/message", "/error"];
        let said = places
            .iter()
            .find_map(|place| value.pointer(place).and_then(Value::as_str))
            .unwrap_or_default();
        said.chars()
            .filter(|sign| !sign.is_control())
            .take(SAID_MAX)
            .collect()
    }
}

/// The name under which our id is kept with a booking.
pub(super) const REFERENCE: &str = "outdial_booking";
const SAID_MAX: usize = 300;
