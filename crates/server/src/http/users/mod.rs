//! People who sign in.

mod change;
mod create;
mod last_admin;
mod list;
mod remove;
mod set_password;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use create::{NewUser, check_email, check_name, taken};
pub use wire::User;

/// The operations on users.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list, create::create))
        .routes(routes!(change::change, remove::remove))
        .routes(routes!(set_password::set_password))
}
