//! `/v2/bookings`

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use outdial_domain::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Refusal, success};
use super::book::Booking;
use super::slots::read;
use super::{auth, hours};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// `POST /v2/bookings`
pub(super) async fn create(State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap, body: Bytes) -> Response {
    match make(&sandbox, &headers, &body) {
        Ok(booking) => {
            sandbox.report_booking("BOOKING_CREATED", &booking);
            answer(&sandbox, StatusCode::CREATED, &booking)
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn make(sandbox: &Sandbox, headers: &HeaderMap, body: &[u8]) -> Result<Booking, Refusal> {
    auth::version(headers, auth::BOOKINGS)?;
    let wish = json_of(body)?;
    let account = sandbox
        .calcom_account
        .as_ref()
        .ok_or_else(|| Refusal::not_found("Account"))?;
    if wish["eventTypeId"] != account.event_type_id {
        return Err(Refusal::not_found("Event type"));
    }
    let attendee = &wish["attendee"];
    for field in ["name", "timeZone"] {
        if attendee[field].as_str().is_none_or(|text| text.trim().is_empty()) {
            return Err(Refusal::bad(format!("attendee.{field} must be a string")));
        }
    }
    if attendee["email"].as_str().is_none() && attendee["phoneNumber"].as_str().is_none() {
        return Err(Refusal::bad("attendee.email or attendee.phoneNumber is required"));
    }
    let start = read(wish["start"].as_str().unwrap_or_default(), "start")?;
    take(sandbox, start, account.minutes)?;
    let mut attendee = attendee.clone();
    attendee["displayEmail"] = attendee["email"].clone();
    attendee["absent"] = false.into();
    let new = New {
        start,
        attendee,
        metadata: object(&wish["metadata"]),
        responses: object(&wish["bookingFieldsResponses"]),
        from: None,
        reason: None,
    };
    Ok(keep(sandbox, new, account.minutes))
}

struct New {
    start: Timestamp,
    attendee: Value,
    metadata: Value,
    responses: Value,
    from: Option<String>,
    reason: Option<String>,
}

fn keep(sandbox: &Sandbox, new: New, minutes: u32) -> Booking {
    let now = sandbox.now();
    let mut book = lock(&sandbox.calcom);
    let id = book.next();
    let booking = Booking {
        id,
        uid: sandbox.uuid("booking", &[&id.to_string()]).replace('-', ""),
        start: new.start,
        minutes,
        is_cancelled: false,
        created_at: now,
        updated_at: now,
        attendee: new.attendee,
        metadata: new.metadata,
        responses: new.responses,
        reason: new.reason,
        rescheduled_from: new.from,
        rescheduled_to: None,
    };
    book.bookings.push(booking.clone());
    booking
}

fn take(sandbox: &Sandbox, start: Timestamp, minutes: u32) -> Result<(), Refusal> {
    let end = start.plus_seconds(1);
    if start < sandbox.now() {
        return Err(Refusal::bad("Attempting to book a meeting in the past."));
    }
    let is_offered = hours::between(start, end, minutes).contains(&start);
    if !is_offered || !lock(&sandbox.calcom).is_free(start, minutes) {
        return Err(Refusal::bad(
            "User either already has booking at this time or is not available",
        ));
    }
    Ok(())
}

/// `POST /v2/bookings/{uid}/reschedule`: a new booking takes the place of the old one.
pub(super) async fn reschedule(
    State(sandbox): State<Arc<Sandbox>>,
    Path(uid): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match shift(&sandbox, &uid, &headers, &body) {
        Ok(booking) => {
            sandbox.report_booking("BOOKING_RESCHEDULED", &booking);
            answer(&sandbox, StatusCode::CREATED, &booking)
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn shift(sandbox: &Sandbox, uid: &str, headers: &HeaderMap, body: &[u8]) -> Result<Booking, Refusal> {
    auth::version(headers, auth::BOOKINGS)?;
    let wish = json_of(body)?;
    let old = standing(sandbox, uid)?;
    let start = read(wish["start"].as_str().unwrap_or_default(), "start")?;
    take(sandbox, start, old.minutes)?;
    let new = New {
        start,
        attendee: old.attendee.clone(),
        metadata: old.metadata.clone(),
        responses: old.responses.clone(),
        from: Some(old.uid.clone()),
        reason: wish["reschedulingReason"].as_str().map(str::to_owned),
    };
    let booking = keep(sandbox, new, old.minutes);
    let now = sandbox.now();
    if let Some(old) = lock(&sandbox.calcom).find(uid) {
        old.is_cancelled = true;
        old.updated_at = now;
        old.rescheduled_to = Some(booking.uid.clone());
    }
    Ok(booking)
}

/// `POST /v2/bookings/{uid}/cancel`
pub(super) async fn cancel(
    State(sandbox): State<Arc<Sandbox>>,
    Path(uid): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match call_off(&sandbox, &uid, &headers, &body) {
        Ok(booking) => {
            sandbox.report_booking("BOOKING_CANCELLED", &booking);
            answer(&sandbox, StatusCode::OK, &booking)
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn call_off(sandbox: &Sandbox, uid: &str, headers: &HeaderMap, body: &[u8]) -> Result<Booking, Refusal> {
    auth::version(headers, auth::BOOKINGS)?;
    let wish = json_of(body)?;
    standing(sandbox, uid)?;
    let now = sandbox.now();
    let mut book = lock(&sandbox.calcom);
    let booking = book.find(uid).ok_or_else(|| Refusal::not_found("Booking"))?;
    booking.is_cancelled = true;
    booking.updated_at = now;
    booking.reason = wish["cancellationReason"].as_str().map(str::to_owned);
    Ok(booking.clone())
}

fn standing(sandbox: &Sandbox, uid: &str) -> Result<Booking, Refusal> {
    let booking = lock(&sandbox.calcom).find(uid).cloned();
    let booking = booking.ok_or_else(|| Refusal::not_found(&format!("Booking with uid={uid} was")))?;
    match booking.is_cancelled {
        true => Err(Refusal::bad("Can't change a booking that has been cancelled")),
        false => Ok(booking),
    }
}

/// `GET /v2/bookings/{uid}`
pub(super) async fn fetch(
    State(sandbox): State<Arc<Sandbox>>,
    Path(uid): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Err(refusal) = auth::version(&headers, auth::BOOKINGS) {
        return refusal.into_response();
    }
    let booking = lock(&sandbox.calcom).find(&uid).cloned();
    match booking {
        Some(booking) => answer(&sandbox, StatusCode::OK, &booking),
        None => Refusal::not_found(&format!("Booking with uid={uid} was")).into_response(),
    }
}

/// What a list may be asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    status: Option<String>,
    attendee_email: Option<String>,
    event_type_id: Option<u64>,
    after_start: Option<String>,
    before_end: Option<String>,
    take: Option<usize>,
    skip: Option<usize>,
}

/// `GET /v2/bookings`
pub(super) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    match find(&sandbox, &headers, &wanted) {
        Ok(bookings) => success(StatusCode::OK, &json!(bookings)),
        Err(refusal) => refusal.into_response(),
    }
}

fn find(sandbox: &Sandbox, headers: &HeaderMap, wanted: &Wanted) -> Result<Vec<Value>, Refusal> {
    auth::version(headers, auth::BOOKINGS)?;
    let time = |text: &Option<String>, field| text.as_deref().map(|text| read(text, field)).transpose();
    let after = time(&wanted.after_start, "afterStart")?;
    let before = time(&wanted.before_end, "beforeEnd")?;
    let own = event_type(sandbox);
    let has = |booking: &&Booking| {
        let email = booking.attendee["email"].as_str().unwrap_or_default();
        wanted.event_type_id.is_none_or(|wanted| wanted == own)
            && wanted
                .attendee_email
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(email))
            && after.is_none_or(|after| booking.start >= after)
            && before.is_none_or(|before| booking.end() <= before)
            && match wanted.status.as_deref() {
                Some("cancelled") => booking.is_cancelled,
                Some(_) => !booking.is_cancelled,
                None => true,
            }
    };
    let book = lock(&sandbox.calcom);
    let found = book.bookings.iter().filter(has).skip(wanted.skip.unwrap_or(0));
    let found = found.take(wanted.take.unwrap_or(100).min(250));
    Ok(found.map(|booking| booking.document(own)).collect())
}

fn answer(sandbox: &Sandbox, status: StatusCode, booking: &Booking) -> Response {
    success(status, &booking.document(event_type(sandbox)))
}

pub(super) fn event_type(sandbox: &Sandbox) -> u64 {
    sandbox
        .calcom_account
        .as_ref()
        .map_or(0, |account| account.event_type_id)
}

fn json_of(body: &[u8]) -> Result<Value, Refusal> {
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) | Err(_) => Err(Refusal::bad("The body must be a JSON object")),
    }
}

fn object(value: &Value) -> Value {
    if value.is_object() {
        value.clone()
    } else {
        json!({})
    }
}
