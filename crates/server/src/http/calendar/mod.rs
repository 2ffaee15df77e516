//! When appointments can be made, and which times are free.

mod settings;
mod slots;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

/// The operations on the calendar.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(settings::read_calendar, settings::write_calendar))
        .routes(routes!(slots::free_slots))
}
