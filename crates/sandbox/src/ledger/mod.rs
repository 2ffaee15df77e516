//! The ledger: what really happened on the simulated network, whatever anybody was told about it.

mod attempt;
mod book;
mod summary;

pub use attempt::{Attempt, CallbackEntry, Problem, Sound};
pub use book::Ledger;
pub use summary::{LedgerSummary, NumberSummary, Violation};

pub(crate) use attempt::AttemptId;
