//! Filters and columns of a page, kept under a name.

mod change;
mod create;
mod list;
mod remove;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

/// The operations on saved views.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_views, create::create_view))
        .routes(routes!(change::change_view, remove::remove_view))
}
