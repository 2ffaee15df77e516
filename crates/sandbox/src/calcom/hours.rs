//! When appointments can be had: weekdays from 14:00 to 22:00 UTC, which is nine to five in New York in winter, one after the other.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use outdial_domain::Timestamp;

/// The times between two instants at which an appointment of `minutes` can begin.
pub(super) fn between(start: Timestamp, end: Timestamp, minutes: u32) -> Vec<Timestamp> {
    let length_s = i64::from(minutes.max(5)) * 60;
    let day_s = 86_400;
    let mut day = start.0.div_euclid(1_000_000).div_euclid(day_s) * day_s;
    let mut found = Vec::new();
    let last = end.0.div_euclid(1_000_000);
    while day <= last && found.len() < SLOTS_MAX {
        if is_weekday(day) {
            let mut at = day + OPENS_S;
            while at + length_s <= day + CLOSES_S {
                let begin = Timestamp(at * 1_000_000);
                if begin >= start && begin < end {
                    found.push(begin);
                }
                at += length_s;
            }
        }
        day += day_s;
    }
    found
}

fn is_weekday(day_s: i64) -> bool {
    let day = Timestamp(day_s * 1_000_000).to_jiff().to_zoned(TimeZone::UTC);
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

const OPENS_S: i64 = 14 * 3_600;
const CLOSES_S: i64 = 22 * 3_600;
/// A quarter of a year in half hours.
const SLOTS_MAX: usize = 2_000;
