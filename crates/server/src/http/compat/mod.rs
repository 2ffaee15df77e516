//! The wire contract of the systems that Outdial replaces. These routes translate; they decide nothing.

mod ai_dialler;
mod ai_webhook;
mod cold_call;
mod flash;
mod quick_dial;
mod team_dialler;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::guard::LIST_BODY_LIMIT;

pub use ai_webhook::router as agent_webhook_router;
pub use cold_call::Pace as ColdCallPace;
pub use team_dialler::{let_in, voice_router};

/// The routes of the autodialer, of the cold-call dialler, of the team dialler and of the AI dialler.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(quick_dial::ai_prompt))
        .routes(routes!(quick_dial::upload_numbers))
        .routes(routes!(quick_dial::clear_logs))
        .layer(DefaultBodyLimit::max(LIST_BODY_LIMIT))
        .merge(ai_dialler::router())
        .merge(cold_call::router())
        .merge(team_dialler::router())
}
