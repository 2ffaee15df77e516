//! What the workspace has chosen.

mod read;
mod wire;
mod write;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use wire::{CountriesField, OnMachineField, SettingsDocument, SettingsFields, WindowField};
pub use write::{check, revision_of};

/// The operations on settings.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read::read, write::write))
}
