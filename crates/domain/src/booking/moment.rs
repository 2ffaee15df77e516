//! A time as programs and models write it, read as one instant.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::time::Timestamp;

/// Why a text names no instant; the display says what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAMoment {
    /// No date with a time.
    #[error("{0:?} is no date and time; write for example 2026-11-23T12:00:00-05:00")]
    Unreadable(String),
    /// A time without an offset, and no zone to read it in.
    #[error("{0:?} has no time zone; write an offset such as -05:00, or Z")]
    NoZone(String),
    /// Clocks skip this time on that day.
    #[error("{0:?} does not exist in {1}: clocks skip that hour on that day")]
    Skipped(String, String),
}

/// Reads a date and time: with an offset, with `Z`, or local to `zone`. An offset that is written wins over the zone.
/// Of a local time that comes twice the first is meant.
pub fn read_moment(text: &str, zone: Option<&TimeZone>) -> Result<Timestamp, NotAMoment> {
    let text = text.trim();
    let short = || text.chars().take(SHOWN_MAX).collect::<String>();
    if text.len() > LENGTH_MAX {
        return Err(NotAMoment::Unreadable(short()));
    }
    // A zone's name in brackets behind an offset adds nothing to it.
    let plain = match text.split_once('[') {
        Some((plain, name)) if name.ends_with(']') => plain,
        Some(_) => return Err(NotAMoment::Unreadable(short())),
        None => text,
    };
    if let Ok(instant) = plain.parse::<jiff::Timestamp>() {
        return Ok(instant.into());
    }
    let named = text
        .split_once('[')
        .and_then(|(_, name)| TimeZone::get(name.trim_end_matches(']')).ok());
    if !plain.contains(['T', 't', ' ']) {
        return Err(NotAMoment::Unreadable(short()));
    }
    let local: DateTime = plain.parse().map_err(|_| NotAMoment::Unreadable(short()))?;
    let Some(zone) = named.as_ref().or(zone) else {
        return Err(NotAMoment::NoZone(short()));
    };
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => Err(NotAMoment::Skipped(
            short(),
            zone.iana_name().unwrap_or("that time zone").to_owned(),
        )),
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous
            .earlier()
            .map(Timestamp::from)
            .map_err(|_| NotAMoment::Unreadable(short())),
    }
}

/// Longer than any way of writing a time.
const LENGTH_MAX: usize = 80;
const SHOWN_MAX: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instant_however_it_is_written() {
        let cases = [
            (
                "2026-11-23T12:00:00-05:00",
                "America/New_York",
                "2026-11-23T17:00:00Z",
            ),
            ("2026-11-23T17:00:00Z", "America/New_York", "2026-11-23T17:00:00Z"),
            (
                "2026-11-23T17:00:00.000Z",
                "America/New_York",
                "2026-11-23T17:00:00Z",
            ),
            ("2026-11-23T12:00:00", "America/New_York", "2026-11-23T17:00:00Z"),
            ("2026-11-23T12:00", "America/New_York", "2026-11-23T17:00:00Z"),
            ("2026-11-23 12:00", "America/New_York", "2026-11-23T17:00:00Z"),
            (
                " 2026-11-23t12:00:00-05:00 ",
                "Asia/Tokyo",
                "2026-11-23T17:00:00Z",
            ),
            (
                "2026-11-23T12:00:00-05:00[America/New_York]",
                "Asia/Tokyo",
                "2026-11-23T17:00:00Z",
            ),
            (
                "2026-11-23T12:00:00[America/New_York]",
                "Asia/Tokyo",
                "2026-11-23T17:00:00Z",
            ),
            // An offset that is not the zone's: the offset is meant.
            (
                "2026-11-23T12:00:00+00:00",
                "America/New_York",
                "2026-11-23T12:00:00Z",
            ),
            (
                "2026-11-23T22:30:00+05:30",
                "Asia/Kolkata",
                "2026-11-23T17:00:00Z",
            ),
            ("2026-11-23T22:30", "Asia/Kolkata", "2026-11-23T17:00:00Z"),
            // Summer.
            ("2026-07-01T12:00", "America/New_York", "2026-07-01T16:00:00Z"),
            ("2026-07-01T12:00", "America/Phoenix", "2026-07-01T19:00:00Z"),
            // A leap day.
            ("2028-02-29T12:00", "Europe/London", "2028-02-29T12:00:00Z"),
            // The hour that comes twice: the first.
            ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00Z"),
            (
                "2026-11-01T01:30:00-05:00",
                "America/New_York",
                "2026-11-01T06:30:00Z",
            ),
        ];
        for (text, zone, expected) in cases {
            let zone = TimeZone::get(zone).unwrap();
            let read = read_moment(text, Some(&zone)).map(|at| at.to_string());
            assert_eq!(read, Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_names_no_instant_is_refused_with_what_to_write() {
        let zone = TimeZone::get("America/New_York").unwrap();
        for text in [
            "",
            "tomorrow",
            "noon",
            "2026-11-23",
            "2027-02-29T12:00",
            "2026-13-01T12:00",
            "2026-11-23T25:00",
            "2026-11-23T12:00[America/New_York",
            "17:00",
        ] {
            assert!(
                matches!(read_moment(text, Some(&zone)), Err(NotAMoment::Unreadable(_))),
                "{text}"
            );
        }
        assert_eq!(
            read_moment("2026-11-23T12:00", None),
            Err(NotAMoment::NoZone("2026-11-23T12:00".to_owned()))
        );
        assert!(matches!(
            read_moment("2027-03-14T02:30", Some(&zone)),
            Err(NotAMoment::Skipped(..))
        ));
        assert!(read_moment(&"9".repeat(10_000), Some(&zone)).is_err());
    }
}
