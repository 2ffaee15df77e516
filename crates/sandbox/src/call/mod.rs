//! Calls: their terms, their life from the queue to the last callback, and the book they are kept in.

mod book;
mod cps;
mod detection;
mod finish;
mod incoming;
mod leg;
mod life;
mod place;
mod progress;
mod sound;
mod status;
mod terms;
mod verdict;

pub use status::{CallStatus, EndedBy, Ending};

pub(crate) use book::CallBook;
pub(crate) use cps::CpsQueue;
pub(crate) use detection::{Detection, DetectionMode, Heard};
pub(crate) use incoming::Incoming;
pub(crate) use leg::{Direction, Leg, Order};
pub(crate) use place::Placement;
pub(crate) use progress::pairs;
pub(crate) use sound::{LineDriver, every_frame};
pub(crate) use terms::{Hook, RecordTerms, StatusEvents, StatusHook, Terms};
