//! Times in the forms that Twilio writes and reads.

use outdial_domain::Timestamp;

/// RFC 2822 in UTC, as in call resources and callbacks.
pub(crate) fn rfc2822(at: Timestamp) -> String {
    at.to_jiff().strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// RFC 2822, or JSON null.
pub(crate) fn rfc2822_or_null(at: Option<Timestamp>) -> serde_json::Value {
    at.map_or(serde_json::Value::Null, |at| rfc2822(at).into())
}

/// Reads a list filter: a date (`2026-11-21`, midnight UTC) or an RFC 3339 instant.
pub(crate) fn read_filter(text: &str) -> Option<Timestamp> {
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.into());
    }
    let date: jiff::civil::Date = text.parse().ok()?;
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(midnight.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_twilio_writes_them() {
        assert_eq!(
            rfc2822(Timestamp(1_571_418_000_000_000)),
            "Fri, 18 Oct 2019 17:00:00 +0000"
        );
    }

    #[test]
    fn filters_take_dates_and_instants() {
        assert_eq!(read_filter("1970-01-02"), Some(Timestamp(86_400_000_000)));
        assert_eq!(read_filter("1970-01-01T00:00:01Z"), Some(Timestamp(1_000_000)));
        assert_eq!(read_filter("yesterday"), None);
    }
}
