//! Both ends of calls that are talked on: browsers by WebRTC and phones behind a carrier's media stream, each on a real
//! socket, and what they say and hear.

pub mod browser;
pub mod crowd;
pub mod ear;
pub mod frame;
pub mod onset;
pub mod open;
pub mod phone;
pub mod stage;
pub mod voice;
