//! The audio of a call: rooms where browsers, phones and recordings meet on a 20 ms clock.
//!
//! The core (everything but `live`) is pure: packets, frames and the time go in, frames, packets and events come out.

pub mod codec;
pub mod detect;
pub mod dtmf;
pub mod ids;
pub mod jitter;
pub mod leg;
pub mod live;
mod noise;
pub mod pcm;
pub mod quality;
pub mod record;
pub mod room;
pub mod stream;
pub mod tone;
pub mod webrtc;

pub use codec::{Band, Codec};
pub use ids::{ParticipantId, RoomId};
pub use leg::{ArrivalQueue, Incoming, MulawOut, Outgoing, Packet};
pub use pcm::{FRAME_MS, FRAME_SAMPLES, Frame, MIX_RATE};
pub use room::{Audience, Clip, Kind, Role, Room, RoomEvent, RoomOptions};
