//! The AI dialler's API: `/api/cron` and `/api/leads*`, with its field names and its words for where a lead stands.

mod change;
mod create;
mod cron;
mod import;
mod index;
mod input;
mod lead;
mod remove;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::guard::LIST_BODY_LIMIT;

/// What people and programs call.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(import::ai_dialler_import))
        .layer(DefaultBodyLimit::max(LIST_BODY_LIMIT))
        .routes(routes!(cron::ai_dialler_cron, cron::ai_dialler_cron_posted))
        .routes(routes!(
            index::ai_dialler_leads,
            create::ai_dialler_add,
            remove::ai_dialler_remove_many
        ))
        .routes(routes!(
            change::ai_dialler_change,
            change::ai_dialler_replace,
            remove::ai_dialler_remove
        ))
}
