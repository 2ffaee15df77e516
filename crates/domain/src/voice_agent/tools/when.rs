//! Times as models write them: with an offset, in UTC, or by a clock whose zone is known.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// The instant that a text means; `zone` is the clock of a text that names none. `None` when it means none.
#[must_use]
pub fn read_time(text: &str, zone: Option<&str>) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.into());
    }
    if let Ok(zoned) = text.parse::<jiff::Zoned>() {
        return Some(zoned.timestamp().into());
    }
    let local: DateTime = text.parse().ok()?;
    // A bare date is no time.
    if !text.contains([':', 'T', 't']) {
        return None;
    }
    let zone = TimeZone::get(zone?).ok()?;
    let zoned = zone.to_ambiguous_zoned(local).compatible().ok()?;
    Some(zoned.timestamp().into())
}

/// An instant as the clock of a zone shows it, with its offset; in UTC when there is no such zone.
#[must_use]
pub fn written_time(at: Timestamp, zone: &str) -> String {
    let rules = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = at.to_jiff().to_zoned(rules);
    local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_is_written_reads_back_as_itself() {
        // 2026-11-23T17:00:00Z
        let noon = Timestamp(1_795_453_200_000_000);
        let written = written_time(noon, "America/New_York");
        assert_eq!(written, "2026-11-23T12:00:00-05:00");
        assert_eq!(read_time(&written, None), Some(noon));
        assert_eq!(written_time(noon, "Mars/Olympus"), "2026-11-23T17:00:00+00:00");
    }
}
