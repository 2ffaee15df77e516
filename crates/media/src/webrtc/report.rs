//! What the two ends tell each other about the path between them.

use std::time::Duration;

/// The path to one browser, as far as reports have come in.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkReport {
    /// From us to the browser and back.
    pub round_trip: Option<Duration>,
    /// Share of our packets that the browser missed lately, 0 to 1.
    pub sent_loss: Option<f32>,
    /// How unevenly our packets arrive there.
    pub sent_jitter: Option<Duration>,
    /// Packets sent since the connection was made.
    pub sent_packets: u64,
    /// Packets received since the connection was made.
    pub received_packets: u64,
}
