//! Media streams of carriers: Twilio's bidirectional protocol over a WebSocket, as text in and text out.
//!
//! The carrier says `connected`, `start`, then `media`, `dtmf` and `mark`, and `stop`; we say `media`, `mark` and `clear`
//! (docs/voice/media-streams/websocket-messages at Twilio). `parse` knows the messages, `StreamLeg` the order they come
//! in. Who opened the socket, and whether the token in the parameters is good, is for the server to judge.

mod error;
mod leg;
mod message;
mod reply;

pub use error::StreamError;
pub use leg::{StreamEvent, StreamLeg};
pub use message::{FromCarrier, Parameters, Start, Track, parse};
pub use reply::ToCarrier;

#[cfg(test)]
mod tests;
