//! Which times are free.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::BookingSettings;
use crate::time::Timestamp;

/// A stretch of time, from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Its first instant.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

impl Span {
    /// Whether the two have an instant in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The first `limit` times between `from` and `to` at which an appointment can still be made, given what is `taken`
/// already.
#[must_use]
pub fn free_slots(
    settings: &BookingSettings,
    taken: &[Span],
    now: Timestamp,
    wanted: Span,
    limit: usize,
) -> Vec<Span> {
    let mut found = Vec::new();
    let Ok(zone) = TimeZone::get(&settings.hours.time_zone) else {
        return found;
    };
    let minutes = |minutes: u32| i64::from(minutes) * 60;
    let earliest = wanted
        .start
        .max(now.plus_seconds(minutes(settings.notice_minutes)));
    let latest = now.plus_seconds(i64::from(settings.horizon_days) * DAY_SECONDS);
    let per_day = by_day(taken, &zone);
    let mut date = zone.to_datetime(earliest.to_jiff()).date();
    for _ in 0..=DAYS_MAX {
        let Some(open) = settings.hours.open_on(date) else {
            let Ok(next) = date.tomorrow() else { break };
            if zone.to_datetime(latest.min(wanted.end).to_jiff()).date() < next {
                break;
            }
            date = next;
            continue;
        };
        let room = settings.per_day_max.map_or(usize::MAX, |most| {
            let begun = per_day.get(&date).copied().unwrap_or(0);
            usize::try_from(most).unwrap_or(usize::MAX).saturating_sub(begun)
        });
        let mut start = open.0;
        // A day that is full offers nothing.
        let end = if room > 0 { open.1 } else { start };
        loop {
            let slot = Span {
                start,
                end: start.plus_seconds(minutes(settings.duration_minutes)),
            };
            if slot.end > end || slot.start >= wanted.end || slot.start > latest {
                break;
            }
            let with_buffers = Span {
                start: slot.start.plus_seconds(-minutes(settings.buffer_before_minutes)),
                end: slot.end.plus_seconds(minutes(settings.buffer_after_minutes)),
            };
            if slot.start >= earliest && !taken.iter().any(|other| other.overlaps(with_buffers)) {
                found.push(slot);
                if found.len() >= limit {
                    return found;
                }
            }
            start = start.plus_seconds(minutes(settings.step_minutes.max(1)));
        }
        if open.1 >= wanted.end || open.1 > latest {
            break;
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    found
}

fn by_day(taken: &[Span], zone: &TimeZone) -> BTreeMap<Date, usize> {
    let mut per_day = BTreeMap::new();
    for span in taken {
        *per_day
            .entry(zone.to_datetime(span.start.to_jiff()).date())
            .or_insert(0) += 1;
    }
    per_day
}

const DAY_SECONDS: i64 = 24 * 60 * 60;
/// More days than any horizon has.
const DAYS_MAX: usize = 130;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::DayHours;

    fn at(text: &str) -> Timestamp {
        Timestamp::from(text.parse::<jiff::Timestamp>().unwrap())
    }

    fn span(start: &str, end: &str) -> Span {
        Span {
            start: at(start),
            end: at(end),
        }
    }

    fn hours(zone: &str, start_minute: u16, end_minute: u16) -> BookingSettings {
        let day = Some(DayHours {
            start_minute,
            end_minute,
        });
        let mut settings = BookingSettings::usual(zone);
        settings.hours.days = [day; 7];
        settings.notice_minutes = 0;
        settings.duration_minutes = 60;
        settings.step_minutes = 60;
        settings.horizon_days = 120;
        settings
    }

    fn starts(settings: &BookingSettings, taken: &[Span], now: &str, wanted: Span) -> Vec<String> {
        free_slots(settings, taken, at(now), wanted, 50)
            .iter()
            .map(|slot| slot.start.to_string())
            .collect()
    }

    /// Ten to noon by the wall, whatever the clocks did in the night before.
    #[test]
    fn hours_of_the_wall_are_kept_on_every_kind_of_day() {
        let cases = [
            // New York leaves summer time on 1 November 2026.
            (
                "America/New_York",
                "2026-10-31",
                ["2026-10-31T14:00:00Z", "2026-10-31T15:00:00Z"],
            ),
            (
                "America/New_York",
                "2026-11-01",
                ["2026-11-01T15:00:00Z", "2026-11-01T16:00:00Z"],
            ),
            // It begins summer time on 14 March 2027.
            (
                "America/New_York",
                "2027-03-13",
                ["2027-03-13T15:00:00Z", "2027-03-13T16:00:00Z"],
            ),
            (
                "America/New_York",
                "2027-03-14",
                ["2027-03-14T14:00:00Z", "2027-03-14T15:00:00Z"],
            ),
            // Phoenix and India change nothing.
            (
                "America/Phoenix",
                "2027-03-14",
                ["2027-03-14T17:00:00Z", "2027-03-14T18:00:00Z"],
            ),
            (
                "Asia/Kolkata",
                "2027-03-14",
                ["2027-03-14T04:30:00Z", "2027-03-14T05:30:00Z"],
            ),
            // The south goes the other way.
            (
                "Australia/Sydney",
                "2026-10-04",
                ["2026-10-03T23:00:00Z", "2026-10-04T00:00:00Z"],
            ),
            // A leap day.
            (
                "Europe/Berlin",
                "2028-02-29",
                ["2028-02-29T09:00:00Z", "2028-02-29T10:00:00Z"],
            ),
        ];
        for (zone, day, expected) in cases {
            let tz = TimeZone::get(zone).unwrap();
            let midnight = day.parse::<Date>().unwrap().at(0, 0, 0, 0);
            let start = Timestamp::from(tz.to_timestamp(midnight).unwrap());
            let end = Timestamp::from(tz.to_timestamp(midnight.tomorrow().unwrap()).unwrap());
            let wanted = Span { start, end };
            let found = starts(&hours(zone, 600, 720), &[], &start.to_string(), wanted);
            assert_eq!(found, expected, "{zone} on {day}");
        }
    }

    /// Clocks go from 02:00 to 03:00: an hour less is open, and no slot begins in the hour that is not there.
    #[test]
    fn a_night_that_loses_an_hour_has_one_slot_less_and_a_night_that_gains_one_has_one_more() {
        let night = hours("America/New_York", 0, 300);
        let short = starts(
            &night,
            &[],
            "2027-03-14T00:00:00Z",
            span("2027-03-14T05:00:00Z", "2027-03-14T12:00:00Z"),
        );
        assert_eq!(
            short,
            [
                "2027-03-14T05:00:00Z",
                "2027-03-14T06:00:00Z",
                "2027-03-14T07:00:00Z",
                "2027-03-14T08:00:00Z"
            ]
        );
        let long = starts(
            &night,
            &[],
            "2026-11-01T00:00:00Z",
            span("2026-11-01T04:00:00Z", "2026-11-01T12:00:00Z"),
        );
        assert_eq!(long.len(), 6);
    }

    #[test]
    fn what_is_taken_is_not_offered_nor_what_would_touch_it_with_its_buffers() {
        let mut settings = hours("Etc/UTC", 540, 780);
        let taken = [span("2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z")];
        let wanted = span("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z");
        assert_eq!(
            starts(&settings, &taken, "2026-11-22T00:00:00Z", wanted),
            [
                "2026-11-23T09:00:00Z",
                "2026-11-23T11:00:00Z",
                "2026-11-23T12:00:00Z"
            ]
        );
        settings.buffer_before_minutes = 15;
        assert_eq!(
            starts(&settings, &taken, "2026-11-22T00:00:00Z", wanted),
            ["2026-11-23T09:00:00Z", "2026-11-23T12:00:00Z"]
        );
    }

    #[test]
    fn notice_horizon_and_the_most_of_a_day_are_kept() {
        let mut settings = hours("Etc/UTC", 540, 660);
        settings.notice_minutes = 90;
        settings.horizon_days = 2;
        let wanted = span("2026-11-23T00:00:00Z", "2026-12-23T00:00:00Z");
        assert_eq!(
            starts(&settings, &[], "2026-11-23T08:00:00Z", wanted),
            [
                "2026-11-23T10:00:00Z",
                "2026-11-24T09:00:00Z",
                "2026-11-24T10:00:00Z"
            ]
        );
        settings.per_day_max = Some(1);
        let taken = [span("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z")];
        assert_eq!(
            starts(&settings, &taken, "2026-11-23T08:00:00Z", wanted),
            ["2026-11-23T10:00:00Z"]
        );
    }

    #[test]
    fn closed_days_are_skipped_and_a_limit_is_kept() {
        let mut settings = BookingSettings::usual("Etc/UTC");
        settings.hours.holidays.insert("2026-11-23".to_owned());
        // A Saturday; the Monday after is a holiday.
        let wanted = span("2026-11-21T00:00:00Z", "2026-11-30T00:00:00Z");
        let found = free_slots(&settings, &[], at("2026-11-21T00:00:00Z"), wanted, 1);
        assert_eq!(found, [span("2026-11-24T09:00:00Z", "2026-11-24T09:30:00Z")]);
    }

    #[test]
    fn a_zone_that_nobody_knows_offers_nothing() {
        let wanted = span("2026-11-21T00:00:00Z", "2026-11-30T00:00:00Z");
        assert_eq!(
            starts(
                &BookingSettings::usual("Mars/Olympus"),
                &[],
                "2026-11-21T00:00:00Z",
                wanted
            ),
            [""; 0]
        );
    }
}
