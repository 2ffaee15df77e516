//! Talks that our own voice agent holds: the callee's stream comes into a room of ours, and the agent, a speech model over
//! its own connection ([`outdial_voice::realtime`]), sits there as a participant.
//!
//! ```text
//! callee -- carrier's stream --> room <-- mu-law, 20 ms at a time --> agent -- WebSocket --> model
//! ```
//!
//! A model that knows no mu-law gets linear audio at 24 kHz instead (`spoken_form`).
//!
//! It is for calls of voice agents on accounts whose carrier hosts none, in workspaces with a speech model. What the agent
//! asks for is performed as for hosted agents, and what is left of the talk is reported as theirs is. The call is ended by
//! the call's own machine, whose errand is verified like any other.
//!
//! Whoever asks for a person comes to a seat ([`hand_over`]), from a host's agent too where the host's legs are on
//! [`lines`] of ours ([`take_over`]).

mod admit;
mod book;
mod farewell;
mod hand_over;
mod hold;
mod line;
mod lines;
mod take_over;
mod way_in;

pub(in crate::floor) use admit::admit;
pub(in crate::floor) use book::TalkBook;
pub(crate) use hand_over::hand_over;
pub use lines::OutOfReach;
pub(crate) use way_in::{into_talk, is_ours};
