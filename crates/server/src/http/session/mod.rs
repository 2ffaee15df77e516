//! Signing in and out.

mod begin;
mod change_password;
mod read;
mod sign_in;
mod sign_out;
mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use begin::{Begun, begin};
pub use wire::{Session, SessionUser, SessionWorkspace};

/// The operations on the own session.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read::read, sign_in::sign_in, sign_out::sign_out))
        .routes(routes!(change_password::change_password))
}
