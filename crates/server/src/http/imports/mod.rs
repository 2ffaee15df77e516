//! Imports of leads: upload a file, see what it would do, let it, and take it back.

mod cancel;
mod change;
mod errors;
mod list;
mod start;
mod undo;
mod upload;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use view::ImportView;

/// The operations on imports.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_imports, upload::upload_import))
        .routes(routes!(list::read_import, change::change_import))
        .routes(routes!(start::start_import))
        .routes(routes!(cancel::cancel_import))
        .routes(routes!(undo::undo_import))
        .routes(routes!(errors::download_import_errors))
}
