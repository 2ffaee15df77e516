//! `POST /bookings`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use outdial_domain::ids::LeadId;
use outdial_engine::BookingWish;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::view::Booking;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// An appointment to be made at an offered time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// The token of an offered time; see `GET /calendar/slots`.
    token: Option<String>,
    /// Or its beginning: with an offset, with `Z`, or local to `zone`.
    start: Option<String>,
    /// The lead it is made with.
    lead_id: Option<String>,
    /// Whose it is; the lead's name when absent.
    name: Option<String>,
    /// Their mail address; the lead's when absent.
    email: Option<String>,
    /// Their number; the lead's when absent.
    phone: Option<String>,
    /// What was said about it.
    notes: Option<String>,
    /// Their IANA time zone; UTC when absent.
    zone: Option<String>,
}

/// Makes an appointment at a time that was offered.
#[utoipa::path(post, path = "/bookings", tag = "Appointments", operation_id = "createBooking", request_body = NewBooking,
    responses((status = 201, description = "Made", body = Booking),
        (status = 409, description = "The time is taken, or the calendar has not confirmed it yet"),
        (status = 422, description = "The time was not offered, or a field makes no sense")))]
pub async fn create_booking(
    State(app): State<AppState>,
    actor: Actor,
    Body(new): Body<NewBooking>,
) -> Result<(StatusCode, Json<Booking>), Problem> {
    actor.require(Operation::BookingsWrite)?;
    let zone = zone_of(new.zone.as_deref())?;
    let lead_id: Option<LeadId> = match new.lead_id.as_deref() {
        Some(id) => Some(id.parse().map_err(|_| ProblemCode::LeadNotFound)?),
        None => None,
    };
    if let Some(id) = lead_id.clone() {
        let lead = app
            .workspace(&actor.workspace)
            .read(move |tx| tx.leads().get(&id))
            .await?;
        lead.ok_or(ProblemCode::LeadNotFound)?;
    }
    let wish = BookingWish {
        token: new.token,
        start: new.start,
        lead_id,
        call_id: None,
        name: new.name.unwrap_or_default(),
        email: new.email,
        phone: new.phone,
        notes: new.notes,
        zone,
    };
    let row = app
        .engine
        .book(&actor.workspace, wish)
        .await
        .map_err(super::refuse)?;
    let entry = Entry::by(&actor)
        .subject(&row.id)
        .detail(json!({ "start": row.when.start.to_string() }))
        .row(&app, "booking.created");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

/// The zone of this name; UTC when nobody names one.
pub fn zone_of(name: Option<&str>) -> Result<TimeZone, Problem> {
    match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => TimeZone::get(name)
            .map_err(|_| Problem::invalid_field("zone", "Use a name such as America/New_York.")),
        None => Ok(TimeZone::get("Etc/UTC").unwrap_or(TimeZone::UTC)),
    }
}
