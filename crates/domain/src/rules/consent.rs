//! Whoever must have agreed to a call is called only when it is known that they have.

use crate::leads::ConsentScope;

use super::Finding;
use super::RuleCode::ConsentMissing;
use super::case::Case;

/// The callee has given the consent that the call needs.
pub(super) fn is_given(case: &Case<'_>) -> Finding {
    let Some(needed) = case.request.consent else {
        return Finding::pass(ConsentMissing, "The call needs no recorded consent.")
            .with("scope", None::<&str>)
            .with("given", None::<bool>);
    };
    let finding = if case.rings_nobody() {
        Finding::pass(
            ConsentMissing,
            "This is a test number of the carrier; nobody is asked for consent.",
        )
    } else {
        match needed.given {
            Some(true) => Finding::pass(
                ConsentMissing,
                format!("The lead has agreed {}.", needed.scope.spoken()),
            ),
            Some(false) => Finding::refuse(ConsentMissing, not_given(needed.scope)),
            None => Finding::refuse(
                ConsentMissing,
                format!(
                    "Whether the lead has agreed {} could not be found out.",
                    needed.scope.spoken()
                ),
            ),
        }
    };
    finding
        .with("scope", needed.scope.as_str())
        .with("given", needed.given)
}

fn not_given(scope: ConsentScope) -> String {
    format!(
        "Nothing says that the lead has agreed {}; record the consent {} with the lead.",
        scope.spoken(),
        scope.as_str()
    )
}
