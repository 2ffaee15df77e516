//! Rehearsals by microphone: a browser comes into a room of ours, and our own voice agent talks with whoever is there as it
//! would at the telephone. What it asks for is rehearsed, and nothing of the talk is stored.
//!
//! ```text
//! browser -- WebRTC --> room <-- mu-law, 20 ms at a time --> agent -- WebSocket --> model
//! ```
//!
//! A talk ends when the agent hangs up, the browser leaves, somebody ends it, or its longest time is over. What was said can
//! be read for a while after that.

mod begin;
mod book;
mod hold;
mod line;

pub use begin::{BegunTalk, TalkRefusal};
pub(crate) use book::AloudBook;
pub use book::{AloudView, WhoseTalk};
