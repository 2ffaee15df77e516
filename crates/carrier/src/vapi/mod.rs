//! Vapi: calls whose talking is done by voice agents that live there.
//!
//! Orders go out through `client.rs` with bodies from `order.rs`; answers come back through `call.rs`; server messages
//! are believed in `shared_secret.rs` and read in `events.rs`, `tools.rs` and `report.rs`; what their 600 words for the
//! end of a call mean is decided in `ended.rs`. Everything but `client.rs` is pure.
//!
//! The talk itself is Vapi's: a leg takes no instruction but to converse, and nothing changes its course later.

mod adapter;
mod agents;
mod call;
mod callback;
mod client;
mod config;
mod ended;
mod events;
mod failures;
mod health;
mod json;
mod money;
mod order;
mod recordings;
mod report;
mod shared_secret;
mod spec;
mod tools;

pub use adapter::Vapi;
pub use config::VapiConfig;
pub use spec::SPEC;
