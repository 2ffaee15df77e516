//! Accounts of services other than carriers.

mod change;
mod list;
mod remove;
mod test;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

/// The operations on accounts of services.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_integrations))
        .routes(routes!(change::put_integration, remove::remove_integration))
        .routes(routes!(test::test_integration))
}
