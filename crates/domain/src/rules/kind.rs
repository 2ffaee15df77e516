//! No number is dialled that is charged above an ordinary call.

use crate::phone::NumberKind;

use super::Finding;
use super::RuleCode::PremiumRate;
use super::case::Case;

/// The number is neither premium-rate nor shared-cost.
pub(super) fn is_not_premium(case: &Case<'_>) -> Finding {
    let finding = match case.kind {
        NumberKind::PremiumRate => Finding::refuse(
            PremiumRate,
            "It is a premium-rate number; calling it costs far more than an ordinary call.",
        ),
        NumberKind::SharedCost => Finding::refuse(
            PremiumRate,
            "It is a shared-cost number; calling it costs more than an ordinary call.",
        ),
        NumberKind::FixedLine
        | NumberKind::Mobile
        | NumberKind::FixedLineOrMobile
        | NumberKind::TollFree
        | NumberKind::Voip
        | NumberKind::PersonalNumber
        | NumberKind::Pager
        | NumberKind::Uan
        | NumberKind::Voicemail
        | NumberKind::Unknown => Finding::pass(PremiumRate, "It is not a premium-rate number."),
    };
    finding.with("kind", case.kind.as_str())
}
