//! `GET /media/stream/{account}`: where carriers bring the audio of calls.

mod carry;
mod open;

use utoipa_axum::router::OpenApiRouter;

use super::AppState;

/// Where carriers bring audio.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().route("/media/stream/{account}", axum::routing::get(open::open_stream))
}
