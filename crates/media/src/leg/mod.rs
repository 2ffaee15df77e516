//! Legs: packets in one direction, frames in the other.

mod arrivals;
mod decoder;
mod incoming;
mod outgoing;
mod pace;

pub use arrivals::{ArrivalQueue, ArrivalStats};
pub use incoming::Incoming;
pub use outgoing::{MulawOut, Outgoing};

/// A piece of audio on its way, as RTP carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Its place in the stream, without wraps.
    pub seq: u64,
    /// When it is meant to sound, in ticks of the codec's clock, with wraps.
    pub timestamp: u32,
    /// The encoded audio.
    pub payload: &'a [u8],
}

#[cfg(test)]
mod network_tests;
