//! The floor where agents talk: opens rooms, joins browsers and callees, and keeps each room's life in step with its call.
//!
//! Audio lives in the media hub, or at the carrier ([`venue`], [`hosted`]); where a room stands is decided by
//! `domain::room` and stored. One task per room ([`task`]) takes in what the venue, the call and the agent say, and
//! performs what the machine answers.

mod attach;
mod call;
mod close;
mod controls;
mod desk;
mod farewell;
mod hall;
mod hosted;
mod instructions;
mod join;
mod note;
mod open;
mod orders;
mod quality;
mod recordings;
mod recover;
mod seats;
mod secret;
mod talks;
mod task;
mod ticket;
mod venue;

pub use attach::StreamRefusal;
pub use controls::RoomControl;
pub use desk::{Detection, LegQuality, RoomStatus, Taping};
pub use hall::{Floor, FloorConfig};
pub use hosted::{BrowserDoor, Sound};
pub use join::{Door, JoinRefusal, Joined};
pub use open::{OpenRefusal, OpenRoom, Opened};
pub use orders::{OrderRefusal, RoomOrder};
pub use seats::{
    Behalf, Briefing, Colleague, ConsultView, Destination, Expected, NewTransfer, PhoneStage, PhoneView,
    PutThrough, ReadySeat, Report, SeatAtHand, SeatRefusal, SeatRules, SeatView, Seats, SignIn, SignedIn,
    Stage, ThirdView, TransferView, VerdictBy, WaitingCall, WaitingSound, WrapUp,
};

pub(crate) use farewell::is_farewell;
pub(crate) use hosted::{tell_room, tell_seat};
pub(crate) use instructions::instructions;
pub(crate) use recordings::{NotFetched, fetch_recording};
pub(crate) use recover::recover_rooms;
pub(crate) use seats::call_moved;
pub use talks::OutOfReach;
pub(crate) use talks::{hand_over, into_talk, is_ours};
