//! Reports: what a campaign's calls came to, how right the detectors were, and how agents spent their shifts.

mod campaign;
mod campaign_csv;
mod precision;
mod query;
mod rows;
mod shifts;
mod shifts_csv;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

/// The reports.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(campaign::report_campaign))
        .routes(routes!(campaign_csv::export_campaign_report))
        .routes(routes!(precision::report_precision))
        .routes(routes!(shifts::list_shifts))
        .routes(routes!(shifts_csv::export_shifts))
}
