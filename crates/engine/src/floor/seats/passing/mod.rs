//! Callees who are passed on: to a colleague on a seat, or to somebody at a number.
//!
//! The decision is `domain::transfer`'s; the seats' tasks perform it ([`super::task`]). Here is what they need for it: legs
//! that are rung from a seat ([`visitor`], [`ring`]), the line between two seats' rooms ([`tie`]), and the room of two who
//! talk without an agent ([`parlour`]).

mod orders;
mod parlour;
mod ring;
mod shown;
mod tie;
mod visitor;
mod word;

pub use orders::{Destination, NewTransfer};
pub use shown::{Colleague, ConsultView, Stage, ThirdView, TransferView};

pub(super) use orders::{PassWish, Target};
pub(super) use parlour::{Parlour, open_parlour};
pub(super) use ring::{Planned, Wish, ring};
pub(super) use shown::Shown;
pub(super) use tie::{tie, tied};
pub(super) use visitor::Visitor;
pub(super) use word::{Gift, PassId, Word, tell};
