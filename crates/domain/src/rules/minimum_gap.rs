//! Nobody is called again too soon.

use super::RuleCode::TooSoon;
use super::case::Case;
use super::{Finding, LastDialed, window};

/// The workspace's minimum gap since the last call to the number has passed.
pub(super) fn has_passed(case: &Case<'_>) -> Finding {
    let minutes = case.settings.min_gap_minutes;
    let finding = match case.history.last_dialed {
        _ if minutes == 0 => Finding::pass(TooSoon, "There is no minimum time between calls."),
        LastDialed::Never => Finding::pass(TooSoon, "The number has not been called before."),
        LastDialed::Unknown => {
            Finding::refuse(TooSoon, "When the number was last called could not be found out.")
        }
        LastDialed::At(last) => since(case, last, minutes),
    };
    let last = match case.history.last_dialed {
        LastDialed::At(last) => Some(last.to_string()),
        LastDialed::Never | LastDialed::Unknown => None,
    };
    let finding = finding
        .with("min_gap_minutes", minutes)
        .with("last_dialed_at", last);
    window::lift(finding, case)
}

fn since(case: &Case<'_>, last: crate::Timestamp, minutes: u32) -> Finding {
    let free_at = last.plus_seconds(i64::from(minutes) * 60);
    if free_at <= case.now {
        return Finding::pass(
            TooSoon,
            format!("The last call is more than {} ago.", spoken(i64::from(minutes))),
        );
    }
    let ago = case.now.ms_since(last).max(0) / 60_000;
    let message = format!(
        "The number was called {} ago; there must be {} between calls.",
        spoken(ago),
        spoken(i64::from(minutes))
    );
    Finding::postpone(TooSoon, free_at, message)
}

fn spoken(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let unit = |count: i64, name: &str| match count {
        0 => None,
        1 => Some(format!("1 {name}")),
        _ => Some(format!("{count} {name}s")),
    };
    let parts: Vec<_> = [unit(days, "day"), unit(hours, "hour"), unit(rest, "minute")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        "less than a minute".to_owned()
    } else {
        parts.join(" ")
    }
}
