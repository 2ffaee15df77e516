//! Seats: agents signed in to campaigns. Their audio lives in memory, where they stand is stored.

mod legs;
mod log;
mod rows;
mod talks;

pub use legs::LegPart;
pub use log::StayRow;
pub use rows::{SeatRow, Seats};
pub use talks::{TalkRow, Tally};
