//! What an account can do.

/// What an account can do, and how fast.
#[derive(Debug, Clone, PartialEq)]
pub struct Capabilities {
    /// New calls per second that the account allows; more would queue up at the carrier.
    pub calls_per_second: f64,
    /// Performs instructions, also on a live leg; where an account does not, a leg can only converse with a voice agent.
    pub takes_instructions: bool,
    /// Tells people from machines.
    pub detects_machines: bool,
    /// Reports when a machine is ready to record a message.
    pub detects_beep: bool,
    /// Records calls.
    pub records: bool,
    /// Hosts rooms and waiting queues.
    pub hosts_rooms: bool,
    /// Streams a leg's audio to a WebSocket.
    pub streams_audio: bool,
    /// Reports prices after a call.
    pub reports_cost: bool,
    /// Longest ring time that may be asked for, in seconds.
    pub ring_timeout_max_s: u32,
}
