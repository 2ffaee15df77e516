//! One zone's wall clock over time: between two changes of the zone it runs at a fixed offset, and so a question about
//! hours is arithmetic.

use jiff::tz::TimeZone;

use crate::settings::CallingWindow;
use crate::time::Timestamp;

/// A wall clock that can be asked when a window is open, at ever later times.
pub(super) struct WallClock<'a> {
    rules: &'a TimeZone,
    offset_us: i64,
    /// The offset holds before this time.
    until: Timestamp,
}

impl<'a> WallClock<'a> {
    /// The clock of a zone, set to `at`.
    pub fn new(rules: &'a TimeZone, at: Timestamp) -> Self {
        let mut clock = Self {
            rules,
            offset_us: 0,
            until: at,
        };
        clock.set(at);
        clock
    }

    /// The first instant from `at` on at which the clock shows an hour inside the window. A change of the clock
    /// can open the window (the hour before it is skipped) or close it again (an hour is repeated).
    pub fn next_open(&mut self, window: CallingWindow, at: Timestamp) -> Option<Timestamp> {
        let (start, end) = bounds(window)?;
        let mut at = at;
        loop {
            if at >= self.until {
                self.set(at);
            }
            let of_day = at.0.checked_add(self.offset_us)?.rem_euclid(DAY_US);
            if (start..end).contains(&of_day) {
                return Some(at);
            }
            let opening = Timestamp(at.0.checked_add((start - of_day).rem_euclid(DAY_US))?);
            if opening < self.until {
                return Some(opening);
            }
            at = self.until;
        }
    }

    fn set(&mut self, at: Timestamp) {
        let instant = at.to_jiff();
        self.offset_us = i64::from(self.rules.to_offset(instant).seconds()) * SECOND_US;
        let change = self.rules.following(instant).next();
        self.until = change.map_or(Timestamp(i64::MAX), |change| change.timestamp().into());
    }
}

/// The window in microseconds of the day; a window that is empty or runs past midnight is never open.
fn bounds(window: CallingWindow) -> Option<(i64, i64)> {
    let start = i64::from(window.start_minute) * MINUTE_US;
    let end = i64::from(window.end_minute) * MINUTE_US;
    (start < end && end <= DAY_US).then_some((start, end))
}

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const DAY_US: i64 = 24 * 60 * MINUTE_US;
