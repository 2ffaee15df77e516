//! The account of abandoned calls: live people for whom no agent was free in time, as a share of all live answers.
//!
//! Counted per campaign over 30 days. A live answer is a person who picked up; one who hung up while waiting counts as
//! abandoned, since nobody can tell it from one who was left waiting.

mod budget;
mod tally;

pub use budget::{Account, Budget, WINDOW_DAYS};
pub use tally::{Tally, day_of};
