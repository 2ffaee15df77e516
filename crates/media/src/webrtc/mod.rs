//! Browser legs: WebRTC without a socket, a thread or a clock.
//!
//! A [`Peer`] is one browser's connection; datagrams and the time go in, datagrams, packets of audio and events come
//! out. [`Mux`] says whose a datagram is when all browsers share one port. We are an ICE-lite agent: browsers look for
//! us at the addresses in our answer, and need not tell us theirs.

mod mux;
mod offer;
mod peer;
mod report;

pub use outdial_webrtc_crypto as crypto;

pub use mux::{Mux, Unroutable};
pub use offer::{MAX_OFFER_BYTES, OfferError};
pub use peer::{Output, Peer, PeerConfig, PeerEvent, Sound};
pub use report::LinkReport;
