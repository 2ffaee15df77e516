//! Runs: sets of calls asked for together.

mod control;
mod create;
mod list;
mod options;
pub mod view;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::guard::LIST_BODY_LIMIT;

pub use create::{StartRun, start_run};

/// The operations on runs.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_runs, create::create_run))
        .routes(routes!(list::show_run))
        .routes(routes!(list::show_run_lines))
        .routes(routes!(control::pause_run))
        .routes(routes!(control::resume_run))
        .routes(routes!(control::cancel_run))
        .layer(DefaultBodyLimit::max(LIST_BODY_LIMIT))
}
