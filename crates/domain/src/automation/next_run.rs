//! When the next batch is called.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Cron;
use crate::time::Timestamp;

/// How often a batch is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every so many minutes.
    Minutes(u32),
    /// At the times of a cron expression, by the clocks of the campaign's hours (UTC when it has none).
    Cron(String),
}

/// The first batch after `now`, when the last one was to be called at `last`. Batches that were missed are not made up
/// for, and the beat of an interval does not drift when a batch is late.
#[must_use]
pub fn next_run(
    every: &Every,
    last: Option<Timestamp>,
    now: Timestamp,
    time_zone: Option<&str>,
) -> Option<Timestamp> {
    match every {
        Every::Minutes(minutes) => {
            let step_ms = i64::from(*minutes).max(1) * 60_000;
            let from = last.filter(|last| *last <= now).unwrap_or(now);
            let missed = now.ms_since(from) / step_ms;
            Some(from.plus_ms((missed + 1) * step_ms))
        }
        Every::Cron(expression) => {
            let zone = match time_zone {
                Some(name) => TimeZone::get(name).ok()?,
                None => TimeZone::UTC,
            };
            Cron::parse(expression).ok()?.next(now, &zone)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_700_000_000_000_000);

    #[test]
    fn an_interval_keeps_its_beat_and_makes_up_for_nothing() {
        let every = Every::Minutes(5);
        let minute = |minutes: i64| NOON.plus_seconds(minutes * 60);
        for (last, now, expected) in [
            (None, minute(0), minute(5)),
            (Some(minute(0)), minute(0), minute(5)),
            // Ten seconds late.
            (Some(minute(0)), minute(0).plus_seconds(10), minute(5)),
            (Some(minute(0)), minute(62), minute(65)),
            // A clock that was set back.
            (Some(minute(9)), minute(0), minute(5)),
        ] {
            assert_eq!(next_run(&every, last, now, None), Some(expected));
        }
    }

    #[test]
    fn an_expression_goes_by_the_clocks_of_the_campaigns_hours() {
        let every = Every::Cron("0 9 * * *".to_owned());
        let utc = next_run(&every, None, NOON, None);
        let berlin = next_run(&every, None, NOON, Some("Europe/Berlin"));
        assert_eq!(
            utc.zip(berlin).map(|(utc, berlin)| utc.ms_since(berlin)),
            Some(3_600_000)
        );
        assert_eq!(next_run(&every, None, NOON, Some("Mars/Olympus")), None);
    }
}
