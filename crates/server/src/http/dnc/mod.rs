//! The do-not-call list.

mod add;
mod lines;
mod list;
mod remove;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::guard::list_body;

pub use wire::DncEntry;

/// The operations on the do-not-call list.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(remove::remove))
        .layer(list_body())
}
