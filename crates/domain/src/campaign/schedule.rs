//! When a campaign works: hours by weekday in its own zone, and the days on which nobody works. The callee's hours
//! are a rule of dialling and hold besides.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The hours of one weekday, in minutes after midnight; open from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayHours {
    /// First minute.
    pub start_minute: u16,
    /// First minute that is closed again; 1440 is midnight.
    pub end_minute: u16,
}

/// When a campaign works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// The IANA zone of its hours.
    pub time_zone: String,
    /// Monday to Sunday; closed where absent.
    pub days: [Option<DayHours>; 7],
    /// Days without work, as `YYYY-MM-DD`.
    #[serde(default)]
    pub holidays: BTreeSet<String>,
}

impl Schedule {
    /// Whether it works at `now`. A zone that nobody knows never works.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.next_opening(now) == Some(now)
    }

    /// The first instant from `now` on at which it works, within [`HORIZON_DAYS`].
    #[must_use]
    pub fn next_opening(&self, now: Timestamp) -> Option<Timestamp> {
        let zone = TimeZone::get(&self.time_zone).ok()?;
        let local = zone.to_datetime(now.to_jiff());
        let mut date = local.date();
        for _ in 0..HORIZON_DAYS {
            if let Some((opens, closes)) = self.hours(date, &zone) {
                if opens <= now && now < closes {
                    return Some(now);
                }
                if now < opens {
                    return Some(opens);
                }
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    /// When it opens and closes on a day of its zone; `None` when it stays closed.
    #[must_use]
    pub fn open_on(&self, date: Date) -> Option<(Timestamp, Timestamp)> {
        let zone = TimeZone::get(&self.time_zone).ok()?;
        self.hours(date, &zone)
    }

    /// What of it cannot be used.
    #[must_use]
    pub fn objections(&self) -> Vec<String> {
        let mut found = Vec::new();
        if TimeZone::get(&self.time_zone).is_err() {
            found.push(format!(
                "{:?} is no time zone; use a name such as America/New_York.",
                self.time_zone
            ));
        }
        if self.days.iter().all(Option::is_none) {
            found.push("Choose hours for at least one weekday.".to_owned());
        }
        for hours in self.days.iter().flatten() {
            if hours.start_minute >= hours.end_minute || hours.end_minute > MIDNIGHT {
                found.push("The hours of a day must open before they close, on the same day.".to_owned());
            }
        }
        for holiday in &self.holidays {
            if holiday.parse::<Date>().is_err() {
                found.push(format!("{holiday:?} is no date; use YYYY-MM-DD."));
            }
        }
        found
    }

    fn hours(&self, date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        if self.holidays.contains(&date.to_string()) {
            return None;
        }
        let hours = self.days[place(date.weekday())]?;
        let midnight = date.at(0, 0, 0, 0);
        let at = |minute: u16| {
            let local = midnight
                .checked_add(jiff::Span::new().minutes(i64::from(minute)))
                .ok()?;
            Some(Timestamp::from(zone.to_timestamp(local).ok()?))
        };
        Some((at(hours.start_minute)?, at(hours.end_minute)?))
    }
}

fn place(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

/// Longer holidays than this are for a person to end.
const HORIZON_DAYS: usize = 62;
const MIDNIGHT: u16 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from(text.parse::<jiff::Timestamp>().unwrap())
    }

    fn office() -> Schedule {
        let nine_to_five = Some(DayHours {
            start_minute: 9 * 60,
            end_minute: 17 * 60,
        });
        Schedule {
            time_zone: "America/New_York".to_owned(),
            days: [
                nine_to_five,
                nine_to_five,
                nine_to_five,
                nine_to_five,
                nine_to_five,
                None,
                None,
            ],
            holidays: BTreeSet::from(["2026-11-26".to_owned()]),
        }
    }

    #[test]
    fn it_is_open_inside_its_hours_and_opens_at_their_beginning() {
        // A Wednesday; New York is at UTC-5.
        assert!(office().is_open(at("2026-11-25T14:00:00Z")));
        assert!(!office().is_open(at("2026-11-25T22:00:00Z")));
        assert_eq!(
            office().next_opening(at("2026-11-25T10:00:00Z")),
            Some(at("2026-11-25T14:00:00Z"))
        );
    }

    #[test]
    fn holidays_and_weekends_are_skipped() {
        // After hours on Wednesday, Thursday is a holiday: Friday.
        assert_eq!(
            office().next_opening(at("2026-11-25T22:30:00Z")),
            Some(at("2026-11-27T14:00:00Z"))
        );
        // After hours on Friday: Monday.
        assert_eq!(
            office().next_opening(at("2026-11-27T22:30:00Z")),
            Some(at("2026-11-30T14:00:00Z"))
        );
    }

    #[test]
    fn an_hour_means_the_same_hour_on_both_sides_of_a_change_of_clocks() {
        // New York leaves summer time on 1 November 2026.
        assert_eq!(
            office().next_opening(at("2026-10-30T22:00:00Z")),
            Some(at("2026-11-02T14:00:00Z"))
        );
        assert_eq!(
            office().next_opening(at("2026-10-29T22:00:00Z")),
            Some(at("2026-10-30T13:00:00Z"))
        );
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        assert!(office().objections().is_empty());
        let broken = Schedule {
            time_zone: "Mars/Olympus".to_owned(),
            days: [None; 7],
            holidays: BTreeSet::from(["soon".to_owned()]),
        };
        assert_eq!(broken.objections().len(), 3);
        assert_eq!(broken.next_opening(at("2026-11-25T14:00:00Z")), None);
    }
}
