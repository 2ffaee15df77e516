//! What exists before anybody signed in: the first workspace, the first administrator or the way to become one.

mod administrator;
mod environment;
pub mod setup_token;
mod workspace;

pub use administrator::add_administrator;
pub use environment::follow_environment;
pub use workspace::{first_workspace, open_first_workspace};
