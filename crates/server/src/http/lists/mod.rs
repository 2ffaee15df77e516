//! Lists of leads: look at a file, import it, see what became of its rows, put it away.

mod archive;
mod columns;
mod create;
mod errors;
mod import;
mod index;
mod judge;
mod preview;
mod read;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::guard::list_body;

/// The operations on lists.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(index::list_lists, create::create_list))
        .routes(routes!(preview::preview_list))
        .routes(routes!(index::read_list, archive::archive_list))
        .routes(routes!(errors::list_errors))
        .routes(routes!(errors::download_errors))
        .layer(list_body())
}
