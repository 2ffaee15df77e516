//! Carrier accounts: which exist, which is used, whether they work.

mod change;
mod create;
mod list;
mod make_default;
mod remove;
mod stored;
mod test;
mod webhook_check;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use make_default::make_default_in;
pub use wire::CarrierAccount;

/// The operations on carrier accounts.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(change::change, remove::remove))
        .routes(routes!(make_default::make_default))
        .routes(routes!(test::test))
        .routes(routes!(webhook_check::webhook_check))
}
