//! What the tests need besides Rust: found where it is, installed where that is allowed, asked for in one sentence
//! where it is not.

mod apt;
mod chromium;
mod node;
mod peer;
mod voices;

pub use apt::{Installing, install as install_package, is_root};
pub use chromium::chromium;
pub use node::{npm, npm_ci};
pub use peer::{node_with_services, python_with_services, python_with_twilio};
pub use voices::{Voices, voices};
