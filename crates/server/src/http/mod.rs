//! Everything that is reached over HTTP. The list of routers is in `router.rs`.

pub mod api_keys;
pub mod audit;
pub mod auth;
pub mod carriers;
pub mod dnc;
pub mod docs;
pub mod guard;
pub mod health;
pub mod idempotency;
pub mod page;
pub mod problem;
pub mod request;
pub mod session;
pub mod settings;
pub mod setup;
pub mod ui;
pub mod users;
pub mod webhook_check;

mod router;
mod state;

pub use problem::{Problem, ProblemCode};
pub use router::{api_document, router};
pub use state::{App, AppState};
