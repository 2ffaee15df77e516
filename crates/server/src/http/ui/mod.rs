//! The embedded page: hashed assets cached for good, the page itself not at all.

mod assets;
mod placeholder;

pub use assets::serve_ui;
