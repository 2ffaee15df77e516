//! Keys for programs.

mod create;
mod list;
mod revoke;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use create::{KeyRequest, make};
pub use wire::ApiKey;

/// The operations on API keys.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(revoke::revoke))
}
