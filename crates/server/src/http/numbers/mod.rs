//! Numbers before they are called: what each one is, and what the dial rules say.

mod body;
mod check;
mod read;
pub mod verdict;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::guard::LIST_BODY_LIMIT;

pub use body::ListBody;
pub use read::{plan_lines, read_list};

/// The operations on numbers.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(check::check_numbers))
        .layer(DefaultBodyLimit::max(LIST_BODY_LIMIT))
}
