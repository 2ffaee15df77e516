//! What agents may say came of a talk.

mod read;
mod wire;
mod write;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use wire::{DispositionField, DispositionSet};

/// The operations on dispositions.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read::read, write::write))
}
