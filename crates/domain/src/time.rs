//! Points in time as integer microseconds since 1970, the unit that the store keeps.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The point `ms` milliseconds later (earlier when negative).
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms.saturating_mul(1_000)))
    }

    /// The point `seconds` later (earlier when negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_ms(seconds.saturating_mul(1_000))
    }

    /// Milliseconds from `earlier` to here; negative when `earlier` is in fact later.
    #[must_use]
    pub fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000
    }

    /// The point in the time-zone library's type; out-of-range values are clamped to its limits.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        let limit = if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        };
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(limit)
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(instant.as_microsecond())
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, as the API shows times.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_keeps_microseconds() {
        let start = Timestamp(1_000_001);
        assert_eq!(start.plus_ms(2), Timestamp(1_002_001));
        assert_eq!(start.plus_seconds(1).ms_since(start), 1_000);
        assert_eq!(start.ms_since(start.plus_seconds(1)), -1_000);
    }

    #[test]
    fn the_display_is_rfc_3339_in_utc() {
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn the_far_future_is_clamped_not_wrapped() {
        assert_eq!(Timestamp(i64::MAX).to_jiff(), jiff::Timestamp::MAX);
        assert_eq!(Timestamp(i64::MIN).to_jiff(), jiff::Timestamp::MIN);
    }
}
