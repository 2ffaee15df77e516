//! Recordings: hear what was talked, or delete it.

mod deletion;
mod hear;
mod remove;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use deletion::RecordingDeleted;

/// The operations on recordings.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(hear::hear_recording, remove::delete_recording))
}
