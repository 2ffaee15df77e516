//! Twilio Programmable Voice.
//!
//! Orders go out through `client.rs` with bodies from `order_form.rs`; answers come back through `wire.rs`;
//! webhooks are verified in `signature.rs` and read in `events.rs` and `room_events.rs`; instructions become TwiML in `twiml.rs`.
//! Everything but `client.rs` is pure.

mod access_token;
mod adapter;
mod amd;
mod call_status;
mod callbacks;
mod client;
mod config;
mod events;
mod failures;
mod form;
mod health;
mod money;
mod order_form;
mod recordings;
mod room_events;
mod room_health;
mod rooms;
mod signature;
mod signed_url;
mod spec;
mod twiml;
mod wire;

pub use adapter::Twilio;
pub use config::TwilioConfig;
pub use signature::Signer;
pub use spec::SPEC;
