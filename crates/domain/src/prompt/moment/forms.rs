//! How times and dates are written.

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::said::Unresolved;
use crate::time::Timestamp;

/// Whether a token that starts with a digit is a time or a date by its form alone, if maybe one that is not
/// understood.
pub(in crate::prompt) fn looks_like_time(text: &str) -> bool {
    is_foreign_date(text)
        || date(text).is_some()
        || instant(text).is_some()
        || clock(text).is_some_and(|clock| clock.is_clear_by_form)
}

/// A point given by date and time at once, with or without its zone.
#[derive(Clone, Copy)]
pub(super) enum Instant {
    Local(DateTime),
    Fixed(Timestamp),
}

/// A time by the clock.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: i8,
    pub half: Option<Half>,
    /// `3pm` and `15:30` are times wherever they stand; `9` is one only after "at".
    pub is_clear_by_form: bool,
    /// Written in the way of the 24-hour clock (`03:30`).
    pub is_of_24_hours: bool,
}

/// Which half of the day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// `am`.
    First,
    /// `pm`.
    Second,
    /// In the morning: before noon.
    Morning,
    /// In the afternoon or evening, tonight.
    Later,
}

impl Clock {
    /// The time of day that is meant.
    pub fn time(self, said: Option<Half>) -> Result<Time, Unresolved> {
        let hour = match (self.half.or(said), self.hour) {
            (Some(Half::First), hour @ 1..=12) => hour % 12,
            (Some(Half::Second), hour @ 1..=12) => hour % 12 + 12,
            (Some(Half::Morning), hour @ 0..=11) => hour,
            (Some(Half::Later), hour @ 1..=11) => hour + 12,
            (Some(Half::Later), hour @ 12..=23) => hour,
            (None, hour) if self.is_of_24_hours || !(1..=7).contains(&hour) => hour,
            (None, _) => return Err(Unresolved::Unclear("can be in the morning or in the afternoon.")),
            (Some(Half::First | Half::Second | Half::Morning | Half::Later), _) => {
                return Err(Unresolved::Unclear("contradicts itself."));
            }
        };
        Time::new(hour, self.minute, 0, 0).map_err(|_| Unresolved::Unclear("is not on the clock."))
    }
}

/// `9`, `3pm`, `3:15p.m.`, `15:30`.
pub(super) fn clock(text: &str) -> Option<Clock> {
    let digits_end = text
        .find(|c: char| !c.is_ascii_digit() && c != ':')
        .unwrap_or(text.len());
    let (digits, letters) = text.split_at(digits_end);
    let half = match letters.replace('.', "").as_str() {
        "" => None,
        "am" => Some(Half::First),
        "pm" => Some(Half::Second),
        _ => return None,
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None => (digits, ""),
    };
    if !(1..=2).contains(&hour.len()) {
        return None;
    }
    let has_minute = !minute.is_empty();
    Some(Clock {
        hour: hour.parse().ok()?,
        minute: if has_minute { minute.parse().ok()? } else { 0 },
        half,
        is_clear_by_form: half.is_some() || has_minute,
        is_of_24_hours: has_minute && hour.len() == 2,
    })
}

/// `2026-11-23`.
pub(super) fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-' && text.starts_with("20");
    if shaped { text.parse().ok() } else { None }
}

/// `23/11/2026` or `11.23.26`: which is the day and which the month is anybody's guess.
fn is_foreign_date(text: &str) -> bool {
    ['/', '.', '-'].iter().any(|between| {
        let lengths: Vec<usize> = text.split(*between).map(str::len).collect();
        let is_numeric = text.chars().all(|c| c.is_ascii_digit() || c == *between);
        is_numeric && matches!(lengths[..], [1..=2, 1..=2, 2 | 4])
    })
}

/// `2026-11-23T10:00`, with or without its zone.
pub(super) fn instant(text: &str) -> Option<Instant> {
    date(text.get(..10)?)?;
    let text = text.to_uppercase();
    if !text.contains('T') {
        return None;
    }
    let fixed = text
        .parse::<jiff::Timestamp>()
        .ok()
        .map(|at| Instant::Fixed(at.into()));
    fixed.or_else(|| text.parse::<DateTime>().ok().map(Instant::Local))
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}
