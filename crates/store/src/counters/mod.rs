//! How many calls stand where, without counting calls: rows kept in step with them in the same transaction.

mod ledger;
mod read;
mod standing;
mod sums;

pub(crate) use ledger::Ledger;
pub use read::{CallStats, DayTotals, HourStats, StatsFilter};
pub(crate) use read::{day_totals, live_count, matching, per_hour, stats};
pub(crate) use standing::{Origin, Standing};
pub(crate) use sums::Figure;
