//! `GET /bookings` and `GET /bookings/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::BookingId;
use outdial_store::BookingFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::Booking;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::page::{ListPage, PageQuery};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Which appointments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BookingQuery {
    /// Beginning from here on (RFC 3339).
    from: Option<String>,
    /// Beginning before.
    to: Option<String>,
    /// In this state.
    state: Option<String>,
    /// With this lead.
    lead_id: Option<String>,
    /// How many items, 1 to 200; 50 when absent.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists appointments, the soonest first.
#[utoipa::path(get, path = "/bookings", tag = "Appointments", operation_id = "listBookings", params(BookingQuery),
    responses((status = 200, description = "A page of appointments", body = ListPage<Booking>)))]
pub async fn list_bookings(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<BookingQuery>,
) -> Result<Json<ListPage<Booking>>, Problem> {
    actor.require(Operation::BookingsRead)?;
    let filter = BookingFilter {
        from: instant("from", query.from.as_deref())?,
        to: instant("to", query.to.as_deref())?,
        state: match query.state.as_deref() {
            Some(word) => Some(
                word.parse()
                    .map_err(|_| Problem::invalid_field("state", "There is no such state."))?,
            ),
            None => None,
        },
        lead: match query.lead_id.as_deref() {
            Some(id) => Some(id.parse().map_err(|_| ProblemCode::LeadNotFound)?),
            None => None,
        },
    };
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    }
    .request();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.bookings().list(&filter, &page))
        .await?;
    Ok(Json(ListPage::of(page, None, Booking::from)))
}

/// Shows an appointment.
#[utoipa::path(get, path = "/bookings/{id}", tag = "Appointments", operation_id = "readBooking",
    params(("id" = String, Path, description = "`bkg_...`")),
    responses((status = 200, body = Booking), (status = 404, description = "No such appointment")))]
pub async fn read_booking(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<BookingId>,
) -> Result<Json<Booking>, Problem> {
    actor.require(Operation::BookingsRead)?;
    let row = app.engine.booking(&actor.workspace, &id).await;
    row.map(|row| Json(row.into())).map_err(super::refuse)
}
