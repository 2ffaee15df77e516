//! Asks every rule and weighs the answers.

use crate::settings::Settings;
use crate::time::Timestamp;
use crate::zones::{next_opening, zones_for};

use super::case::Case;
use super::{
    Decision, DialRequest, Finding, NumberHistory, Receipt, Refusal, Verdict, consent, country, daily_cap,
    do_not_call, kind, live_call, minimum_gap, number, window,
};

/// The rules, in the order in which they speak when several object.
const RULES: [fn(&Case<'_>) -> Finding; 12] = [
    number::exists,
    number::is_diallable,
    country::is_allowed,
    kind::is_not_premium,
    do_not_call::is_not_listed,
    consent::is_given,
    window::ever_opens,
    window::is_open,
    minimum_gap::has_passed,
    live_call::is_absent,
    daily_cap::has_calls_left,
    daily_cap::has_money_left,
];

/// Decides whether this call may be made at `now`: the same values always give the same decision.
#[must_use]
pub fn decide(
    request: &DialRequest,
    settings: &Settings,
    history: &NumberHistory,
    now: Timestamp,
) -> Decision {
    let zones = zones_for(&request.phone);
    let case = Case {
        request,
        settings,
        history,
        now,
        kind: request.phone.kind(),
        region: request.phone.region(),
        opening: next_opening(settings.calling_window, &zones, now),
        zones,
    };
    let rules: Vec<Finding> = RULES.iter().map(|rule| rule(&case)).collect();
    let objection = objection(&rules, &case);
    let receipt = Receipt {
        decided_at: now,
        rules,
    };
    match objection {
        None => Decision::Allow { receipt },
        Some(
            refusal @ Refusal {
                until: Some(until), ..
            },
        ) => Decision::Postpone {
            until,
            refusal,
            receipt,
        },
        Some(refusal @ Refusal { until: None, .. }) => Decision::Refuse { refusal, receipt },
    }
}

/// The answer that speaks for the decision: the first refusal, else the longest postponement.
fn objection(rules: &[Finding], case: &Case<'_>) -> Option<Refusal> {
    let refused = rules.iter().find(|finding| finding.verdict == Verdict::Refuse);
    if let Some(finding) = refused {
        return Some(Refusal {
            code: finding.rule,
            message: finding.message.clone(),
            until: None,
        });
    }
    let mut longest: Option<(&Finding, Timestamp)> = None;
    for finding in rules
        .iter()
        .filter(|finding| finding.verdict == Verdict::Postpone)
    {
        // A postponement that names no time still keeps the call from being made.
        let until = finding.until.unwrap_or(case.now.plus_seconds(UNNAMED_WAIT_S));
        if longest.is_none_or(|(_, latest)| until > latest) {
            longest = Some((finding, until));
        }
    }
    let (finding, until) = longest?;
    Some(Refusal {
        code: finding.rule,
        message: finding.message.clone(),
        until: Some(inside_window(until, case)),
    })
}

/// Waking a call at an hour when the window is closed would only postpone it again.
fn inside_window(until: Timestamp, case: &Case<'_>) -> Timestamp {
    if window::does_not_apply(case) || case.opening == Some(until) {
        return until;
    }
    next_opening(case.settings.calling_window, &case.zones, until).unwrap_or(until)
}

/// Used only if a rule forgets to name a time.
const UNNAMED_WAIT_S: i64 = 60;
