//! Everything that is reached over HTTP. The list of routers is in `router.rs`.

pub mod auth;
pub mod problem;
