//! Programs that are told of what happens here.

mod change;
mod deliveries;
mod list;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

/// The operations on programs that are told.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_hooks, change::create_hook))
        .routes(routes!(change::change_hook, change::remove_hook))
        .routes(routes!(deliveries::list_deliveries))
        .routes(routes!(deliveries::replay_delivery))
        .routes(routes!(deliveries::test_hook))
}
