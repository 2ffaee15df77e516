//! Automation: leads are called by a voice agent in batches at set times. It is a campaign, of which each workspace has
//! one; these routes show and steer it in one piece.

mod change;
mod problems;
mod reopen;
mod run;
mod runs;
mod stats;
mod stored;
mod view;
mod why;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use reopen::{reopen, say};
pub use run::explain as explain_batch;
pub use stored::{add_list, ensure};

/// The operations on automation.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(view::read_automation, change::change_automation))
        .routes(routes!(run::run_automation))
        .routes(routes!(runs::list_automation_runs))
        .routes(routes!(runs::read_automation_run))
        .routes(routes!(why::why_lead_next))
        .routes(routes!(stats::automation_stats))
}
