//! What carriers send: verified, stored with everything that follows, and only then answered.

mod carrier;
mod delivery;
mod legacy;

pub use delivery::Delivery;
pub use legacy::{speak, take_report, verified};

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

/// The addresses that carriers call.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(carrier::receive_webhook, carrier::receive_webhook_by_get))
        .routes(routes!(legacy::receive_status))
        .routes(routes!(legacy::give_twiml, legacy::give_twiml_by_get))
        .route("/twiml", get(legacy::give_twiml_by_get))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// The report of a long talk with a voice agent has everything that was said in it, twice; phone networks send a few
/// kilobytes.
const BODY_LIMIT: usize = 4 * 1024 * 1024;
