//! Appointments: which times are offered, and how one is made, moved and called off without being made twice.

mod book;
mod cancel;
mod diary;
mod doubt;
mod error;
mod news;
mod offer;
mod record;
mod reschedule;

pub use book::BookingWish;
pub(crate) use doubt::run;
pub use error::BookError;
pub(crate) use error::{ALREADY_BOOKED, whole_sentence};
pub use offer::{OfferedSlot, SlotWish};
