//! Times as models write them: with an offset, in UTC, or by a clock whose zone is known.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// The instant that a text means; `zone` is the clock of a text that names none. `None` when it means none.
pub(in crate::voice_agent) fn read_time(text: &str, zone: Option<&str>) -> Option<Timestamp> {
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
