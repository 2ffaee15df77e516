//! `POST /bookings/{id}/reschedule` and `POST /bookings/{id}/cancel`

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use outdial_domain::ids::BookingId;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::view::Booking;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::{Body, Id};

/// Where an appointment is moved to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookingMove {
    /// The token of an offered time.
    token: String,
}

/// Why an appointment is called off.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BookingEnd {
    /// Why.
    reason: Option<String>,
}

/// Moves an appointment to another offered time.
#[utoipa::path(post, path = "/bookings/{id}/reschedule", tag = "Appointments", operation_id = "rescheduleBooking",
    params(("id" = String, Path, description = "`bkg_...`")), request_body = BookingMove,
    responses((status = 200, description = "Moved", body = Booking), (status = 404, description = "No such appointment"),
        (status = 409, description = "The time is taken, or the appointment is called off")))]
pub async fn reschedule_booking(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<BookingId>,
    Body(to): Body<BookingMove>,
) -> Result<Json<Booking>, Problem> {
    actor.require(Operation::BookingsWrite)?;
    let row = app
        .engine
        .reschedule(&actor.workspace, &id, Some(&to.token), None, &TimeZone::UTC)
        .await
        .map_err(super::refuse)?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({ "start": row.when.start.to_string() }))
        .row(&app, "booking.rescheduled");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    Ok(Json(row.into()))
}

/// Calls an appointment off.
#[utoipa::path(post, path = "/bookings/{id}/cancel", tag = "Appointments", operation_id = "cancelBooking",
    params(("id" = String, Path, description = "`bkg_...`")), request_body = BookingEnd,
    responses((status = 200, description = "Called off", body = Booking), (status = 404, description = "No such appointment")))]
pub async fn cancel_booking(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<BookingId>,
    Body(end): Body<BookingEnd>,
) -> Result<Json<Booking>, Problem> {
    actor.require(Operation::BookingsWrite)?;
    let reason: String = end.reason.unwrap_or_default().chars().take(REASON_MAX).collect();
    let row = app
        .engine
        .cancel_booking(&actor.workspace, &id, &reason)
        .await
        .map_err(super::refuse)?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({}))
        .row(&app, "booking.cancelled");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    Ok(Json(row.into()))
}

const REASON_MAX: usize = 300;
