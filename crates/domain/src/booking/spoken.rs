//! A time in words, in the zone of whoever hears or reads it.

use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// A time as an agent says it: "Monday, November 23 at 12 PM".
#[must_use]
pub fn spoken(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_jiff().to_zoned(zone.clone());
    if local.minute() == 0 {
        local.strftime("%A, %B %-d at %-I %p").to_string()
    } else {
        local.strftime("%A, %B %-d at %-I:%M %p").to_string()
    }
}

/// A time as a mail writes it: "Monday, November 23, 2026, 12:00 PM (EST)".
#[must_use]
pub fn written(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_jiff().to_zoned(zone.clone());
    local.strftime("%A, %B %-d, %Y, %-I:%M %p (%Z)").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_the_hearers_zone() {
        let at = Timestamp::from("2026-11-23T17:00:00Z".parse::<jiff::Timestamp>().unwrap());
        let cases = [
            (
                "America/New_York",
                "Monday, November 23 at 12 PM",
                "Monday, November 23, 2026, 12:00 PM (EST)",
            ),
            (
                "Asia/Kolkata",
                "Monday, November 23 at 10:30 PM",
                "Monday, November 23, 2026, 10:30 PM (IST)",
            ),
            (
                "Asia/Tokyo",
                "Tuesday, November 24 at 2 AM",
                "Tuesday, November 24, 2026, 2:00 AM (JST)",
            ),
        ];
        for (zone, said, wrote) in cases {
            let zone = TimeZone::get(zone).unwrap();
            assert_eq!(spoken(at, &zone), said);
            assert_eq!(written(at, &zone), wrote);
        }
    }
}
