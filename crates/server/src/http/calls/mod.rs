//! Calls: place, list, look at, end, dial again, export.

mod clear;
mod create;
mod detail;
pub mod disposition;
mod end;
mod export;
mod list;
mod query;
mod redial;
pub mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

pub use clear::clear;
pub use query::{CallQuery, instant};

/// The operations on calls.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_calls, create::create_call, clear::clear_calls))
        .routes(routes!(export::export_calls))
        .routes(routes!(detail::show_call))
        .routes(routes!(end::hang_up_call))
        .routes(routes!(end::cancel_call))
        .routes(routes!(redial::redial_call))
        .routes(routes!(disposition::dispose_call))
}
