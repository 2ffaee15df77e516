//! Our own voice agent: a speech model over a WebSocket talks with the callee, and we hold the telephone.
//!
//! [`Session`] decides everything and does no IO: it is one talk as a machine. What is said to the server stands in
//! `orders`, what the server says in `wire`; [`live`] is the shell with the socket. The protocol is the Realtime API of OpenAI; whoever speaks it can serve.

mod audio;
mod callee;
mod ending;
mod latency;
pub mod live;
mod on_server;
mod on_speech;
mod on_time;
mod on_tools;
mod orders;
mod playback;
mod prices;
mod report;
mod session;
mod standing;
mod terms;
mod usage;
mod wire;

pub use audio::AudioFormat;
pub use ending::Ending;
pub use prices::cost;
pub use session::{Action, Input, Session};
pub use terms::Terms;
pub use usage::{Tokens, Transcribed, Usage};
pub use wire::{FunctionCall, ServerEvent, Status, Unreadable};

#[cfg(test)]
mod tests;
