//! Live updates: a WebSocket that sends a snapshot and then what changes.

mod access;
mod campaigns;
mod feed;
mod ring;
mod socket;
mod written;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::campaigns::CampaignSummary;

pub use access::may_still_watch;
pub use feed::{LiveFeed, LiveFrame, Subscription};
pub use ring::{Frame, Readers};

/// What frames carry that no operation answers with.
#[derive(OpenApi)]
#[openapi(components(schemas(CampaignSummary)))]
struct Frames;

/// The live channel.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Frames::openapi()).routes(routes!(socket::watch_live))
}
