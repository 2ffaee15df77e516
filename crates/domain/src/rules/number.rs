//! The number exists, and a person answers it.

use crate::phone::NumberKind;

use super::RuleCode::{NumberInvalid, NumberNotDiallable};
use super::case::Case;
use super::{Finding, RuleCode};

/// The number exists in its country's plan (a stored number may have been checked by an older plan).
pub(super) fn exists(case: &Case<'_>) -> Finding {
    let finding = if case.rings_nobody() {
        Finding::pass(
            NumberInvalid,
            "This is a test number of the carrier; it rings nobody.",
        )
    } else if case.request.phone.exists() {
        Finding::pass(NumberInvalid, "The number exists.")
    } else {
        Finding::refuse(NumberInvalid, "No such number exists.")
    };
    finding
        .with("region", case.region)
        .with("kind", case.kind.as_str())
}

/// The number is not an emergency or short number, nor one where only equipment answers.
pub(super) fn is_diallable(case: &Case<'_>) -> Finding {
    const RULE: RuleCode = NumberNotDiallable;
    let digits = case.request.phone.e164().len() - 1;
    let finding = match case.kind {
        NumberKind::Pager => Finding::refuse(RULE, "The number belongs to a pager, which nobody can answer."),
        NumberKind::Voicemail => Finding::refuse(
            RULE,
            "The number gives access to a mailbox, which nobody can answer.",
        ),
        NumberKind::Unknown if digits <= SHORT_NUMBER_DIGITS => {
            Finding::refuse(RULE, "Emergency and short numbers are never dialled.")
        }
        NumberKind::FixedLine
        | NumberKind::Mobile
        | NumberKind::FixedLineOrMobile
        | NumberKind::TollFree
        | NumberKind::PremiumRate
        | NumberKind::SharedCost
        | NumberKind::Voip
        | NumberKind::PersonalNumber
        | NumberKind::Uan
        | NumberKind::Unknown => Finding::pass(RULE, "It is an ordinary number."),
    };
    finding.with("digits", digits)
}

/// No plan has ordinary numbers this short that it does not list.
const SHORT_NUMBER_DIGITS: usize = 6;
