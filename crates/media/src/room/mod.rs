//! Rooms: everybody's voice goes in each 20 ms, and everybody hears the others.
//!
//! Who hears whom:
//!
//! | role | is heard by | hears |
//! |---|---|---|
//! | talk | everybody else | everybody who talks |
//! | listen | nobody | everybody who talks |
//! | coach | one participant | everybody who talks |
//!
//! Nobody hears himself. Who is muted is heard by nobody. Who is on hold is heard by nobody and hears music. A
//! participant whose leg is lost keeps seat, role, mute and hold until the leg is back or the participant leaves.

mod clip;
mod error;
mod event;
mod limiter;
mod mix;
mod music;
mod participant;
mod playback;
mod seats;
mod tick;
mod wav;

pub use clip::Clip;
pub use error::RoomError;
pub use event::{ClipEnd, RoomEvent};
pub use mix::{Mix, Recorded};
pub use music::hold_music;
pub use participant::{Kind, Participant, Role};
pub use playback::Audience;
pub use seats::{Room, RoomOptions};
pub use wav::ClipError;

#[cfg(test)]
mod tests;
