//! Leads: look through them, look at one, make and change one, change many, export them.

mod batch;
mod batch_undo;
mod change;
mod consent;
mod create;
mod detail;
mod diallable;
mod export;
mod facets;
mod input;
mod list;
mod query;
mod timeline;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use change::{notes, number_of_another, unknown as unknown_disposition};
pub use consent::{GivenConsents, keep_words, scope as consent_scope, source as consent_source};
pub use input::{tags_of, time_zone};
pub use view::{LeadNumberView, LeadView};

/// The operations on leads.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_leads, create::create_lead))
        .routes(routes!(export::export_leads))
        .routes(routes!(facets::lead_facets))
        .routes(routes!(batch::change_leads))
        .routes(routes!(batch_undo::undo_lead_batch))
        .routes(routes!(detail::read_lead, change::change_lead))
        .routes(routes!(consent::record_consent))
        .routes(routes!(timeline::lead_timeline))
        .routes(routes!(diallable::lead_diallable))
}
