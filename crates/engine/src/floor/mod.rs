//! The floor where agents talk: opens rooms, joins browsers and callees, and keeps each room's life in step with its call.
//!
//! Audio lives in the media hub; where a room stands is decided by `domain::room` and stored. One task per room
//! ([`task`]) takes in what the hub, the call and the agent say, and performs what the machine answers.

mod attach;
mod call;
mod close;
mod desk;
mod hall;
mod instructions;
mod join;
mod note;
mod open;
mod orders;
mod quality;
mod recover;
mod task;
mod ticket;

pub use attach::StreamRefusal;
pub use desk::{LegQuality, RoomStatus, Taping};
pub use hall::{Floor, FloorConfig};
pub use join::{JoinRefusal, Joined};
pub use open::{OpenRefusal, OpenRoom, Opened};
pub use orders::{OrderRefusal, RoomOrder};

pub(crate) use instructions::instructions;
pub(crate) use recover::recover_rooms;
