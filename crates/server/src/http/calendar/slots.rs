//! `GET /calendar/slots`

use axum::Json;
use axum::extract::State;
use outdial_engine::SlotWish;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::bookings::{refuse, zone_of};
use crate::http::calls::instant;
use crate::http::page::ListPage;
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Which free times.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SlotQuery {
    /// From here on (RFC 3339); from now on when absent.
    from: Option<String>,
    /// Beginning before; two weeks later when absent.
    to: Option<String>,
    /// The IANA zone in which they are said; UTC when absent.
    zone: Option<String>,
    /// How many, 1 to 200; 20 when absent.
    limit: Option<usize>,
}

/// A time that can be booked for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreeSlot {
    /// Books it.
    token: String,
    /// When it begins.
    start: String,
    /// When it ends.
    end: String,
    /// How it is said.
    spoken: String,
}

/// Offers free times; each can be booked for two hours, unless somebody else is first.
#[utoipa::path(get, path = "/calendar/slots", tag = "Appointments", operation_id = "listFreeSlots", params(SlotQuery),
    responses((status = 200, description = "Free times, the soonest first", body = ListPage<FreeSlot>),
        (status = 502, description = "The calendar cannot be reached or refuses")))]
pub async fn free_slots(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<SlotQuery>,
) -> Result<Json<ListPage<FreeSlot>>, Problem> {
    actor.require(Operation::BookingsRead)?;
    let from = instant("from", query.from.as_deref())?.unwrap_or_else(|| app.now());
    let to = instant("to", query.to.as_deref())?.unwrap_or_else(|| from.plus_seconds(TWO_WEEKS_S));
    let wish = SlotWish {
        from,
        to,
        zone: zone_of(query.zone.as_deref())?,
        limit: query.limit.unwrap_or(20).clamp(1, 200),
    };
    let slots = app
        .engine
        .free_slots(&actor.workspace, wish)
        .await
        .map_err(refuse)?;
    let items = slots.into_iter().map(|slot| FreeSlot {
        token: slot.token,
        start: slot.start.to_string(),
        end: slot.end.to_string(),
        spoken: slot.spoken,
    });
    Ok(Json(ListPage::whole(items.collect())))
}

const TWO_WEEKS_S: i64 = 14 * 24 * 60 * 60;
