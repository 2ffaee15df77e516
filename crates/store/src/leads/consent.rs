//! How the last words of a lead about what it agrees to stand in one number.

use outdial_domain::leads::{ConsentScope, Consents};

/// The words as a number.
pub(super) fn bits_of(consents: &Consents) -> i64 {
    ConsentScope::ALL
        .into_iter()
        .map(|scope| match consents.word(scope) {
            Some(true) => bit(scope),
            Some(false) => bit(scope) << TAKEN_BACK,
            None => 0,
        })
        .sum()
}

/// The words that a number holds; of two that contradict each other the one that gives nothing.
pub(super) fn consents_of(bits: i64) -> Consents {
    let mut consents = Consents::default();
    for scope in ConsentScope::ALL {
        if bits & (bit(scope) << TAKEN_BACK) != 0 {
            consents.say(scope, false);
        } else if bits & bit(scope) != 0 {
            consents.say(scope, true);
        }
    }
    consents
}

/// The condition on leads who have given this consent, or have not: as the partial indexes have it.
pub(crate) fn condition(scope: ConsentScope, is_given: bool) -> String {
    let sign = if is_given { "<>" } else { "=" };
    format!("(consents & {}) {sign} 0", bit(scope))
}

const fn bit(scope: ConsentScope) -> i64 {
    match scope {
        ConsentScope::AiVoice => 1,
        ConsentScope::HumanCall => 2,
        ConsentScope::Recording => 4,
        ConsentScope::Email => 8,
    }
}

/// Migration 0015 says where the bits stand.
const TAKEN_BACK: u32 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_words_is_read_back_from_its_number() {
        let words = [None, Some(true), Some(false)];
        for place in 0..3_usize.pow(4) {
            let mut consents = Consents::default();
            for (digit, scope) in (0_u32..).zip(ConsentScope::ALL) {
                if let Some(granted) = words[place / 3_usize.pow(digit) % 3] {
                    consents.say(scope, granted);
                }
            }
            assert_eq!(consents_of(bits_of(&consents)), consents);
        }
    }
}
