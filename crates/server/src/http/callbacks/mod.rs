//! Callbacks: leads that are to be called again at a time that was agreed.

mod change;
mod list;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use view::ForWord;

/// The operations on callbacks.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_callbacks))
        .routes(routes!(change::change_callback))
}
