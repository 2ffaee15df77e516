//! Seats: agents signed in to campaigns. Their audio lives in memory, where they stand is stored.

mod log;
mod rows;
mod talks;

pub use log::StayRow;
pub use rows::{SeatRow, Seats};
pub use talks::{TalkRow, Tally};
