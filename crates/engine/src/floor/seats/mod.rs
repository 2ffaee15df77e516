//! Agents signed in to campaigns, and the callees who wait to be put through to them.
//!
//! A campaign's call is *expected* before it is dialled. When its audio comes it waits in a holding room of its own;
//! from there it is put through to a seat: its leg moves into the room of that seat's shift, between two beats, and the
//! carrier notices nothing. Where agents and callees meet at the carrier, callees wait there ([`parked`]) and are brought
//! by one order into the room of the shift, which the carrier hosts. [`Seats`] is the door for the rest of the program, [`Report`] what a campaign's runner hears.

mod campaign;
mod carrier;
mod desk;
mod expected;
mod guest;
mod guests;
mod hall;
mod handle;
mod holding;
mod lines;
mod own;
mod own_phone;
mod parked;
mod passing;
mod people;
mod receive;
mod recover;
mod refusal;
mod report;
mod sign_in;
mod task;
mod view;

pub use campaign::SeatRules;
pub use expected::{Expected, WaitingSound};
pub use handle::Seats;
pub use own::SeatAtHand;
pub use own_phone::{PhoneStage, PhoneView};
pub use passing::{Colleague, ConsultView, Destination, NewTransfer, Stage, ThirdView, TransferView};
pub use people::{Behalf, WrapUp};
pub use receive::Briefing;
pub use refusal::SeatRefusal;
pub use report::{Report, VerdictBy};
pub use sign_in::{SignIn, SignedIn};
pub use view::{PutThrough, ReadySeat, SeatView, WaitingCall};

pub(super) use guests::{admit, leg_of};
pub(crate) use hall::SeatHall;
pub(super) use parked::at_carrier;
pub(crate) use parked::call_moved;
pub(super) use receive::{Fetched, OpenSeat};
pub(super) use recover::{recover_legs, recover_seats};
