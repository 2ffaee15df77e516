//! The clock by which a report's hours and days are told.

use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// The clock on the wall of one time zone.
#[derive(Debug, Clone)]
pub struct ReportClock(TimeZone);

impl ReportClock {
    /// The clock of an IANA zone, if there is one of this name.
    #[must_use]
    pub fn of(zone: &str) -> Option<Self> {
        TimeZone::get(zone).ok().map(Self)
    }

    /// The hour that it shows, in two digits.
    #[must_use]
    pub fn hour(&self, at: Timestamp) -> String {
        format!("{:02}", self.0.to_datetime(at.to_jiff()).hour())
    }

    /// The day that it shows, as `YYYY-MM-DD`.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        self.0.to_datetime(at.to_jiff()).date().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::Timestamp>().expect("a time").into()
    }

    #[test]
    fn hours_and_days_are_those_of_the_zone() {
        let cases = [
            ("UTC", "2026-11-02T23:45:00Z", "23", "2026-11-02"),
            ("Asia/Kathmandu", "2026-11-02T18:14:59Z", "23", "2026-11-02"),
            ("Asia/Kathmandu", "2026-11-02T18:15:00Z", "00", "2026-11-03"),
            ("America/New_York", "2026-11-01T05:59:00Z", "01", "2026-11-01"),
            // The hour that is repeated when summer ends.
            ("America/New_York", "2026-11-01T06:01:00Z", "01", "2026-11-01"),
        ];
        for (zone, time, hour, day) in cases {
            let clock = ReportClock::of(zone).expect("it is known");
            assert_eq!(
                (clock.hour(at(time)).as_str(), clock.day(at(time)).as_str()),
                (hour, day)
            );
        }
        assert!(ReportClock::of("Mars/Olympus").is_none());
    }
}
