//! Cron expressions of five fields: minute, hour, day of the month, month, day of the week.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::time::Timestamp;

/// A cron expression that was read. A day must be one of the month's days or of the week's when both are restricted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: Field,
    hours: Field,
    days: Field,
    months: Field,
    weekdays: Field,
}

/// Why text is no cron expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Not five fields.
    #[error(
        "a cron expression has five fields (minute, hour, day of the month, month, day of the week), not {0}; \
         `*/5 * * * *` is every five minutes"
    )]
    Fields(usize),
    /// A field that cannot be read.
    #[error(
        "`{text}` is no {field}; use {min} to {max}, lists with commas, ranges such as {min}-{max}, or steps such as */{step}"
    )]
    Field {
        /// Which.
        field: &'static str,
        /// As it was written.
        text: String,
        /// Its lowest value.
        min: u8,
        /// Its highest value.
        max: u8,
        /// A step that would do.
        step: u8,
    },
    /// No day ever matches.
    #[error("no day of any year is both in that month and on that day")]
    Never,
}

/// The values that a field allows, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Field {
    bits: u64,
    /// Whether it was a plain star.
    is_any: bool,
}

impl Field {
    fn has(self, value: i8) -> bool {
        u32::try_from(value).is_ok_and(|value| value < 64 && self.bits >> value & 1 == 1)
    }
}

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    /// What of it cannot be read.
    pub fn parse(text: &str) -> Result<Self, CronError> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays] = fields[..] else {
            return Err(CronError::Fields(fields.len()));
        };
        let cron = Self {
            minutes: MINUTE.read(minutes)?,
            hours: HOUR.read(hours)?,
            days: DAY.read(days)?,
            months: MONTH.read(months)?,
            weekdays: WEEKDAY.read(weekdays)?,
        };
        if cron.is_never() {
            return Err(CronError::Never);
        }
        Ok(cron)
    }

    /// The first time after `after` by the clocks of a zone. An hour that clocks skip counts as the time behind the gap;
    /// an hour that they repeat counts once, or twice when every hour is meant.
    #[must_use]
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        // A time of yesterday may lie behind `after` where clocks skip midnight.
        let mut date = zone.to_datetime(after.to_jiff()).date().yesterday().ok()?;
        for _ in 0..DAYS_MAX {
            if self.is_day(date)
                && let Some(found) = self.first_of_day(date, after, zone)
            {
                return Some(found);
            }
            date = date.tomorrow().ok()?;
        }
        None
    }

    fn is_day(&self, date: Date) -> bool {
        let of_month = self.days.has(date.day());
        let of_week = self.weekdays.has(date.weekday().to_sunday_zero_offset());
        let is_day = if self.days.is_any || self.weekdays.is_any {
            of_month && of_week
        } else {
            of_month || of_week
        };
        is_day && self.months.has(date.month())
    }

    fn first_of_day(&self, date: Date, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut found: Option<Timestamp> = None;
        for hour in (0..24).filter(|hour| self.hours.has(*hour)) {
            for minute in (0..60).filter(|minute| self.minutes.has(*minute)) {
                for at in self.instants(date.at(hour, minute, 0, 0), zone) {
                    if at > after && found.is_none_or(|known| at < known) {
                        found = Some(at);
                    }
                }
            }
        }
        found
    }

    fn instants(&self, local: DateTime, zone: &TimeZone) -> Vec<Timestamp> {
        let ambiguous = zone.to_ambiguous_timestamp(local);
        let found = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => vec![ambiguous.compatible()],
            // Every hour of the day goes on behind the gap by itself.
            AmbiguousOffset::Gap { .. } if self.hours.is_any => Vec::new(),
            AmbiguousOffset::Gap { .. } => vec![ambiguous.later()],
            AmbiguousOffset::Fold { .. } if self.hours.is_any => {
                vec![ambiguous.earlier(), ambiguous.later()]
            }
            AmbiguousOffset::Fold { .. } => vec![ambiguous.earlier()],
        };
        found.into_iter().flatten().map(Timestamp::from).collect()
    }

    fn is_never(&self) -> bool {
        // Any day of the week there is comes in every month.
        if !self.weekdays.is_any && !self.days.is_any {
            return false;
        }
        let longest = |month: i8| match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        !(1..=12).any(|month| self.months.has(month) && (1..=longest(month)).any(|day| self.days.has(day)))
    }
}

/// What a field may hold.
struct Kind {
    name: &'static str,
    min: u8,
    max: u8,
    names: &'static [&'static str],
}

impl Kind {
    fn read(&self, text: &str) -> Result<Field, CronError> {
        let mut bits = 0;
        for part in text.split(',') {
            bits |= self.part(part).ok_or_else(|| CronError::Field {
                field: self.name,
                text: text.to_owned(),
                min: self.min,
                max: self.max,
                step: 5.min(self.max),
            })?;
        }
        // Sunday has two numbers.
        if self.max == 7 && bits >> 7 & 1 == 1 {
            bits |= 1;
        }
        Ok(Field {
            bits,
            is_any: text == "*",
        })
    }

    fn part(&self, part: &str) -> Option<u64> {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<u8>().ok().filter(|step| *step > 0)?),
            None => (part, 1),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (self.min, self.max),
            Some((first, last)) => (self.value(first)?, self.value(last)?),
            None if part.contains('/') => (self.value(range)?, self.max),
            None => (self.value(range)?, self.value(range)?),
        };
        if first > last {
            return None;
        }
        let values = (first..=last).step_by(usize::from(step));
        Some(values.fold(0, |bits, value| bits | 1_u64 << value))
    }

    fn value(&self, text: &str) -> Option<u8> {
        let named = self.names.iter().position(|name| text.eq_ignore_ascii_case(name));
        if let Some(place) = named {
            return u8::try_from(place).ok().map(|place| place + self.min);
        }
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse()
            .ok()
            .filter(|value| (self.min..=self.max).contains(value))
    }
}

const fn kind(name: &'static str, min: u8, max: u8, names: &'static [&'static str]) -> Kind {
    Kind {
        name,
        min,
        max,
        names,
    }
}

const MINUTE: Kind = kind("minute", 0, 59, &[]);
const HOUR: Kind = kind("hour", 0, 23, &[]);
const DAY: Kind = kind("day of the month", 1, 31, &[]);
const MONTH: Kind = kind(
    "month",
    1,
    12,
    &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ],
);
const WEEKDAY: Kind = kind(
    "day of the week",
    0,
    7,
    &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
);
/// Between two leap days may lie eight years.
const DAYS_MAX: u32 = 9 * 366;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from(
            text.parse::<jiff::Timestamp>()
                .unwrap_or_else(|why| panic!("{why}")),
        )
    }

    fn next(cron: &str, after: &str, zone: &str) -> Timestamp {
        let zone = TimeZone::get(zone).unwrap_or_else(|why| panic!("{why}"));
        let cron = Cron::parse(cron).unwrap_or_else(|why| panic!("{why}"));
        cron.next(at(after), &zone)
            .unwrap_or_else(|| panic!("there is a next time"))
    }

    #[test]
    fn each_expression_is_followed_by_its_next_time() {
        for (cron, after, zone, expected) in [
            (
                "*/5 * * * *",
                "2026-11-25T10:02:00Z",
                "UTC",
                "2026-11-25T10:05:00Z",
            ),
            (
                "*/5 * * * *",
                "2026-11-25T10:05:00Z",
                "UTC",
                "2026-11-25T10:10:00Z",
            ),
            (
                "0 9-17 * * mon-fri",
                "2026-11-27T17:30:00Z",
                "UTC",
                "2026-11-30T09:00:00Z",
            ),
            (
                "30 9 * * *",
                "2026-11-25T10:00:00Z",
                "America/New_York",
                "2026-11-25T14:30:00Z",
            ),
            // Either the 13th or a Friday, since both are restricted: 2 January is a Friday.
            (
                "0 0 13 * 5",
                "2026-01-01T00:00:00Z",
                "UTC",
                "2026-01-02T00:00:00Z",
            ),
            (
                "0 12 29 2 *",
                "2025-03-01T00:00:00Z",
                "UTC",
                "2028-02-29T12:00:00Z",
            ),
            // 2100 is no leap year.
            (
                "0 12 29 2 *",
                "2096-03-01T00:00:00Z",
                "UTC",
                "2104-02-29T12:00:00Z",
            ),
            ("0 0 * * 7", "2026-11-25T00:00:00Z", "UTC", "2026-11-29T00:00:00Z"),
            // Clocks skip 02:30 in New York on 8 March 2026.
            (
                "30 2 * * *",
                "2026-03-08T05:00:00Z",
                "America/New_York",
                "2026-03-08T07:30:00Z",
            ),
            (
                "*/30 * * * *",
                "2026-03-08T06:30:00Z",
                "America/New_York",
                "2026-03-08T07:00:00Z",
            ),
            // Clocks show 01:30 twice on 1 November 2026: a set hour counts once, every hour twice.
            (
                "30 1 * * *",
                "2026-11-01T05:30:00Z",
                "America/New_York",
                "2026-11-02T06:30:00Z",
            ),
            (
                "30 * * * *",
                "2026-11-01T05:30:00Z",
                "America/New_York",
                "2026-11-01T06:30:00Z",
            ),
            (
                "0,45 * * * *",
                "2026-11-25T10:02:00Z",
                "Asia/Kolkata",
                "2026-11-25T10:15:00Z",
            ),
        ] {
            assert_eq!(next(cron, after, zone), at(expected), "{cron} after {after}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused_with_what_to_write() {
        assert_eq!(Cron::parse("* * * *"), Err(CronError::Fields(4)));
        assert_eq!(Cron::parse("0 0 31 2 *"), Err(CronError::Never));
        for wrong in [
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "*/0 * * * *",
            "5-1 * * * *",
            "-1 * * * *",
            ", * * * *",
            "a * * * *",
        ] {
            let refused = Cron::parse(wrong);
            assert!(
                matches!(refused, Err(CronError::Field { .. })),
                "{wrong}: {refused:?}"
            );
        }
    }
}
