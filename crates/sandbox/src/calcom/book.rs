//! Bookings and webhooks of this face.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use serde_json::Value;

use super::account::CalComAccount;

/// What this face knows.
#[derive(Default)]
pub(crate) struct CalComBook {
    /// In the order in which they were made.
    pub(super) bookings: Vec<Booking>,
    pub(super) webhooks: BTreeMap<String, Webhook>,
    created: u64,
}

/// A booking.
#[derive(Debug, Clone)]
pub(super) struct Booking {
    pub(super) id: u64,
    pub(super) uid: String,
    pub(super) start: Timestamp,
    pub(super) minutes: u32,
    pub(super) is_cancelled: bool,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) attendee: Value,
    pub(super) metadata: Value,
    pub(super) responses: Value,
    pub(super) reason: Option<String>,
    pub(super) rescheduled_from: Option<String>,
    pub(super) rescheduled_to: Option<String>,
}

/// Where bookings are reported.
#[derive(Debug, Clone)]
pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) secret: Option<String>,
    pub(super) triggers: Vec<String>,
    pub(super) is_active: bool,
}

impl CalComBook {
    pub(crate) fn new(account: Option<&CalComAccount>) -> Self {
        let mut book = Self::default();
        if let Some((url, secret)) = account.and_then(|account| account.webhook.clone()) {
            book.subscribe("configured", &url, Some(secret));
        }
        book
    }

    /// Reports every change of a booking there.
    pub(crate) fn subscribe(&mut self, id: &str, url: &str, secret: Option<String>) {
        let triggers = ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"];
        let webhook = Webhook {
            url: url.to_owned(),
            secret,
            triggers: triggers.map(str::to_owned).to_vec(),
            is_active: true,
        };
        self.webhooks.insert(id.to_owned(), webhook);
    }

    /// Forgets what happened; webhooks belong to the account and stay.
    pub(crate) fn reset(&mut self) {
        self.bookings.clear();
    }

    pub(super) fn next(&mut self) -> u64 {
        self.created += 1;
        self.created
    }

    pub(super) fn find(&mut self, uid: &str) -> Option<&mut Booking> {
        self.bookings.iter_mut().find(|booking| booking.uid == uid)
    }

    /// Whether a time is still to be had.
    pub(super) fn is_free(&self, start: Timestamp, minutes: u32) -> bool {
        let end = start.plus_seconds(i64::from(minutes) * 60);
        self.bookings
            .iter()
            .filter(|booking| !booking.is_cancelled)
            .all(|booking| booking.end() <= start || booking.start >= end)
    }

    /// Every booking as Cal.com describes it.
    pub(crate) fn pages(&self, event_type: u64) -> Vec<Value> {
        self.bookings
            .iter()
            .map(|booking| booking.document(event_type))
            .collect()
    }
}

impl Booking {
    pub(super) fn end(&self) -> Timestamp {
        self.start.plus_seconds(i64::from(self.minutes) * 60)
    }

    /// The booking as Cal.com describes it.
    pub(super) fn document(&self, event_type: u64) -> Value {
        let mut document = serde_json::json!({
            "id": self.id,
            "uid": self.uid,
            "title": TITLE,
            "description": "",
            "hosts": [{ "id": 1, "name": HOST, "email": HOST_EMAIL, "username": "sandbox", "timeZone": "UTC" }],
            "status": if self.is_cancelled { "cancelled" } else { "accepted" },
            "start": iso(self.start),
            "end": iso(self.end()),
            "duration": self.minutes,
            "eventTypeId": event_type,
            "eventType": { "id": event_type, "slug": SLUG },
            "location": "integrations:daily",
            "absentHost": false,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.updated_at),
            "metadata": self.metadata,
            "attendees": [self.attendee],
            "bookingFieldsResponses": self.responses,
        });
        if let Some(reason) = &self.reason {
            let key = if self.is_cancelled {
                "cancellationReason"
            } else {
                "reschedulingReason"
            };
            document[key] = reason.clone().into();
        }
        if let Some(uid) = &self.rescheduled_from {
            document["rescheduledFromUid"] = uid.clone().into();
        }
        if let Some(uid) = &self.rescheduled_to {
            document["rescheduledToUid"] = uid.clone().into();
        }
        document
    }
}

/// A time as Cal.com writes it: with milliseconds.
pub(super) fn iso(at: Timestamp) -> String {
    at.to_jiff().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

pub(super) const TITLE: &str = "Appointment";
pub(super) const SLUG: &str = "appointment";
pub(super) const HOST: &str = "Sandbox Host";
pub(super) const HOST_EMAIL: &str = "host@sandbox.example";
