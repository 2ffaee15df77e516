//! Who asked not to be called is not called.

use super::Finding;
use super::RuleCode::DoNotCall;
use super::case::Case;

/// The number is not on the do-not-call list.
pub(super) fn is_not_listed(case: &Case<'_>) -> Finding {
    let finding = match case.history.on_dnc {
        Some(false) => Finding::pass(DoNotCall, "The number is not on the do-not-call list."),
        Some(true) => Finding::refuse(DoNotCall, "The number is on the do-not-call list."),
        None => Finding::refuse(
            DoNotCall,
            "The do-not-call list could not be read, so the number is not called.",
        ),
    };
    finding.with("on_list", case.history.on_dnc)
}
