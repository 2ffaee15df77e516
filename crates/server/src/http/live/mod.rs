//! Live updates: a WebSocket that sends a snapshot and then what changes.

mod access;
mod feed;
mod ring;
mod socket;
mod written;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

pub use access::may_still_watch;
pub use feed::{LiveFeed, LiveFrame};

/// The live channel.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(socket::watch_live))
}
