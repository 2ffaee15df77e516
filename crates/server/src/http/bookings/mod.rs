//! Appointments.

mod change;
mod create;
mod list;
mod refusals;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub(super) use create::zone_of;
pub(super) use refusals::refuse;

/// The operations on appointments.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_bookings, create::create_booking))
        .routes(routes!(list::read_booking))
        .routes(routes!(change::reschedule_booking))
        .routes(routes!(change::cancel_booking))
}
