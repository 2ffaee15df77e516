//! The audio of a call: rooms where browsers, phones and recordings meet on a 20 ms clock.
//!
//! The core (everything but `live`) is pure: packets, frames and the time go in, frames, packets and events come out.

pub mod codec;
pub mod jitter;
pub mod leg;
mod noise;
pub mod pcm;
pub mod tone;
pub mod webrtc;

pub use codec::Codec;
pub use leg::{ArrivalQueue, Incoming, MulawOut, Outgoing, Packet};
pub use pcm::{FRAME_MS, FRAME_SAMPLES, Frame, MIX_RATE};
