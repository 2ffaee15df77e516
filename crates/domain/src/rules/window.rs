//! People are called at hours when calling them is decent, by their own clock.

use crate::settings::CallingWindow;

use super::RuleCode::{OutsideWindow, WindowNeverOpens};
use super::case::Case;
use super::{Finding, Verdict};

/// There are hours inside the window that hold in every zone where the callee may be.
pub(super) fn ever_opens(case: &Case<'_>) -> Finding {
    let window = case.settings.calling_window;
    if any_hour_will_do(case) {
        return Finding::pass(WindowNeverOpens, NO_HOURS);
    }
    let finding = if case.opening.is_some() {
        Finding::pass(
            WindowNeverOpens,
            "There are hours at which calling is decent wherever they are.",
        )
    } else if case.zones.is_empty() {
        Finding::refuse(
            WindowNeverOpens,
            "It is not known what time it is where this number is.",
        )
    } else {
        let message = format!(
            "The number can be anywhere in {} time zones, and it is never between {} in all of them.",
            case.zones.zones().len(),
            hours(window)
        );
        Finding::refuse(WindowNeverOpens, message)
    };
    lift(
        finding
            .with("zones", case.zones.names())
            .with("zones_from", case.zones.basis().as_str()),
        case,
    )
}

/// It is inside the window now in every zone where the callee may be.
pub(super) fn is_open(case: &Case<'_>) -> Finding {
    let window = case.settings.calling_window;
    if any_hour_will_do(case) {
        return Finding::pass(OutsideWindow, NO_HOURS);
    }
    let finding = match case.opening {
        Some(opening) if opening == case.now => Finding::pass(
            OutsideWindow,
            format!("{}, between {}.", their_time(case), hours(window)),
        ),
        Some(opening) => {
            let message = format!("{}; the window opens at {}.", their_time(case), opens_at(case));
            Finding::postpone(OutsideWindow, opening, message)
        }
        // The rule above has refused; a second refusal would say the same twice.
        None => Finding::pass(OutsideWindow, "There is no opening to wait for."),
    };
    let local = case
        .zones
        .local_span(case.now)
        .map(|(first, last)| vec![first, last]);
    lift(
        finding
            .with("window", hours(window))
            .with("local_time_span", local),
        case,
    )
}

/// Whether calling hours have no say about this call, a person's confirmation included.
pub(super) fn does_not_apply(case: &Case<'_>) -> bool {
    any_hour_will_do(case) || case.request.window_override.is_some()
}

fn any_hour_will_do(case: &Case<'_>) -> bool {
    case.rings_nobody() || case.settings.calling_window == CallingWindow::WHOLE_DAY
}

/// Turns an objection into a lifted one when a person has confirmed the call.
pub(super) fn lift(mut finding: Finding, case: &Case<'_>) -> Finding {
    let Some(confirmed) = &case.request.window_override else {
        return finding;
    };
    if !finding.objects() || !finding.rule.is_overridable() {
        return finding;
    }
    finding.verdict = Verdict::Overridden;
    finding.until = None;
    finding
        .with("overridden_by", confirmed.by.as_str())
        .with("overridden_at", confirmed.confirmed_at.to_string())
}

/// "It is 22:40 for them (America/New_York)", or the span of times when they may be in several zones.
fn their_time(case: &Case<'_>) -> String {
    let names = listed(&case.zones.names());
    match case.zones.local_span(case.now) {
        Some((first, last)) if first == last => format!("It is {first} for them ({names})"),
        Some((first, last)) => {
            format!("It is {first} to {last} for them, depending on where they are ({names})")
        }
        None => format!("It is not known what time it is for them ({names})"),
    }
}

fn opens_at(case: &Case<'_>) -> String {
    let start = clock(case.settings.calling_window.start_minute);
    match case.zones.local_time(case.now) {
        Some(_) => format!("{start} their time"),
        None => format!("{start} in the last of these zones"),
    }
}

fn listed(names: &[&str]) -> String {
    if names.len() <= MOST_NAMES {
        return names.join(", ");
    }
    format!(
        "{} and {} more zones",
        names[..MOST_NAMES - 1].join(", "),
        names.len() + 1 - MOST_NAMES
    )
}

fn hours(window: CallingWindow) -> String {
    format!("{} and {}", clock(window.start_minute), clock(window.end_minute))
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

const NO_HOURS: &str = "Calls to it are allowed at any hour.";

/// More names than this hide what the sentence says.
const MOST_NAMES: usize = 3;
