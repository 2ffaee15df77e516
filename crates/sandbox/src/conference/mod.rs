//! Conferences: rooms on the carrier's side where calls meet.

mod announce;
mod book;
mod control;
mod enter;
mod hold_music;
mod programme;
mod room;
mod sound;
mod tell;

pub(crate) use book::RoomBook;
pub(crate) use control::ParticipantChange;
pub(crate) use enter::{Admission, RoomNotify, Seat};
pub(crate) use room::{Participant, Phase, Room, RoomEnd};
