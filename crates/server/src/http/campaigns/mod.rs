//! Campaigns: make and change them, start and stop them, watch how they go.

mod change;
mod choices;
mod create;
mod index;
mod leads;
mod live;
mod orders;
mod refusals;
mod summary;
mod versions;
mod view;
mod why;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use choices::{list_ids, name, refuse_absent, refuse_unknown_account};
pub use refusals::{explain as explain_order, no_consent};
pub use summary::CampaignSummary;
pub use why::{WhyView, why_again, why_of};
pub use wire::{CampaignBreaker, CampaignSchedule};

/// The operations on campaigns.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(index::list_campaigns, create::create_campaign))
        .routes(routes!(index::read_campaign, change::change_campaign))
        .routes(routes!(orders::start_campaign))
        .routes(routes!(orders::pause_campaign))
        .routes(routes!(orders::drain_campaign))
        .routes(routes!(orders::stop_campaign))
        .routes(routes!(create::clone_campaign))
        .routes(routes!(live::watch_campaign))
        .routes(routes!(leads::list_campaign_leads))
        .routes(routes!(versions::list_campaign_versions))
}
