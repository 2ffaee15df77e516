//! Evals of voice agents: talks that are rehearsed before an agent is published.

mod change;
mod create;
mod list;
mod remove;
mod run;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

/// The operations on evals.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_evals, create::create_eval))
        .routes(routes!(change::change_eval, remove::remove_eval))
        .routes(routes!(run::run_evals))
}
