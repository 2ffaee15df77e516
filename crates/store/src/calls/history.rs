//! What happened to a number, and to the workspace's budget, before.

use outdial_domain::{PhoneNumber, Timestamp};

use super::Calls;
use super::search::tail_of;
use crate::StoreError;
use crate::counters::{self, CallStats, DayTotals, HourStats, StatsFilter};
use crate::db::params;

/// What happened to a number before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberHistory {
    /// A call to it may be occupying the line now.
    pub live: bool,
    /// When it was last dialled.
    pub last_dialed_at: Option<Timestamp>,
    /// When the last call to it that was dialled ended.
    pub last_ended_at: Option<Timestamp>,
    /// How often it was dialled since the time asked for.
    pub dialed_since: u64,
}

impl Calls<'_, '_> {
    /// What happened to a number before.
    ///
    /// # Errors
    /// What the database said.
    pub fn number_history(
        &mut self,
        phone: &PhoneNumber,
        since: Timestamp,
    ) -> Result<NumberHistory, StoreError> {
        let tail = tail_of(phone);
        let found = self
            .tx
            .query_one(NUMBER_HISTORY, params![phone.e164(), since, &tail])?;
        let Some(mut row) = found else {
            return Ok(NumberHistory::default());
        };
        Ok(NumberHistory {
            live: row.opt_int()?.is_some_and(|live| live > 0),
            last_dialed_at: row.opt_time()?,
            last_ended_at: row.opt_time()?,
            dialed_since: row.count()?,
        })
    }

    /// What was used up since the beginning of the hour of `since`: rather too much than too little.
    ///
    /// # Errors
    /// What the database said.
    pub fn day_totals(&mut self, since: Timestamp) -> Result<DayTotals, StoreError> {
        counters::day_totals(self.tx, since)
    }

    /// How many calls stand where.
    ///
    /// # Errors
    /// What the database said.
    pub fn stats(&mut self, filter: &StatsFilter) -> Result<CallStats, StoreError> {
        counters::stats(self.tx, filter)
    }

    /// The calls dialled within a span of time, hour by hour; hours without calls are left out.
    ///
    /// # Errors
    /// What the database said.
    pub fn per_hour(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<HourStats>, StoreError> {
        counters::per_hour(self.tx, from, to)
    }
}

/// Archived calls count as well. The tail is the whole number backwards: PostgreSQL takes the index by it even for a
/// table that it knows nothing of yet, where it reads others from end to end, once for each line of a long list.
const NUMBER_HISTORY: &str = "SELECT MAX(live), MAX(dialed_at),
    MAX(CASE WHEN dialed_at IS NOT NULL THEN ended_at END),
    COUNT(CASE WHEN dialed_at >= $3 THEN 1 END)
  FROM calls WHERE workspace_id = $1 AND phone_tail = $4 AND phone = $2";
