//! Rooms that the carrier hosts: who is in them by its reports, what it is told, and how browsers get in.

mod admit;
mod end;
mod legs;
mod look;
mod obey;
mod owner;
mod pass;
mod room;
mod sounds;
mod speak;

pub use admit::BrowserDoor;
pub use speak::Sound;

pub(super) use admit::{Enters, NoDoor, agents_way, not_in, open_door};
pub(super) use end::{end_known, end_named};
pub(super) use legs::{CALLEE, Moved, Who};
pub(super) use look::look;
pub(super) use obey::{Place, obey};
pub(super) use owner::Owner;
pub(super) use pass::Passes;
pub(super) use room::{HostedRoom, WORDS_MAX, Word};
pub(crate) use room::{tell_room, tell_seat};
pub(super) use sounds::{Lent, Sounds, What, address};
pub(super) use speak::music;
