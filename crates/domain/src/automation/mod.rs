//! Automation: leads are called in batches at set times, until something came of it or their attempts are used up.

mod breaker;
mod cron;
mod due;
mod next_run;
mod settled;

pub use breaker::{BreakerFacts, BreakerLimits, Trip, trip};
pub use cron::{Cron, CronError};
pub use due::{Check, DueFacts, checks, next_at};
pub use next_run::{Every, next_run};
pub use settled::{LeadWord, UnknownWord, outcome_for_retry, result_of, retry_rules};
