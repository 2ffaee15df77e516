//! The people at the other end: how they are described, and how one of them takes a call.

mod attitude;
mod cast;
mod habits;
mod kind;
mod measures;
mod part;
mod person;
mod population;
mod sound;

pub use attitude::Attitude;
pub use kind::PersonKind;
pub use measures::{MsRange, Probability};
pub use population::{Population, PopulationError};

pub(crate) use cast::{Greeting, Listener, Meeting, Reception};
