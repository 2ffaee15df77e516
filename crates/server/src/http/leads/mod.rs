//! Leads: look through them, look at one, change one.

mod change;
mod detail;
mod list;
mod query;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use change::{notes, unknown as unknown_disposition};
pub use view::LeadView;

/// The operations on leads.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_leads))
        .routes(routes!(detail::read_lead, change::change_lead))
}
