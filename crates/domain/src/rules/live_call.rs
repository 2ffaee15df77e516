//! A phone is rung by one call at a time.

use super::Finding;
use super::RuleCode::NumberBusy;
use super::case::Case;

/// No other call to the number is live.
pub(super) fn is_absent(case: &Case<'_>) -> Finding {
    let finding = match case.history.live {
        Some(false) => Finding::pass(NumberBusy, "No other call to this number is live."),
        Some(true) => Finding::postpone(
            NumberBusy,
            case.now.plus_seconds(ASK_AGAIN_S),
            "Another call to this number is live; this one waits until it is over.",
        ),
        None => Finding::refuse(
            NumberBusy,
            "Whether another call to this number is live could not be found out.",
        ),
    };
    finding.with("live", case.history.live)
}

/// Short against a call, long against the cost of asking.
const ASK_AGAIN_S: i64 = 30;
