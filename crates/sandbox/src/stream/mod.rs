//! Media streams: the sound of a call over a WebSocket that this network opens, in Twilio's protocol to the letter.
//!
//! `<Connect><Stream>` talks both ways, `<Start><Stream>` only listens. Unlike Twilio it also goes to `ws:` addresses,
//! because an application under test has no certificate.

mod connector;
mod failure;
mod open;
mod playout;
mod session;
mod start;
mod tell;
mod wire;

pub use connector::{StreamConnector, TcpStreams, Wire};

pub(crate) use start::StreamTerms;
