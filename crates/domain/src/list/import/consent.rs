//! What a cell says that the person of its row has agreed to.

use serde::{Deserialize, Serialize};

use crate::leads::{ConsentScope, Consents};

/// What everybody in a file has agreed to, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileConsents {
    /// To what.
    pub scopes: Vec<ConsentScope>,
    /// How that is known.
    pub source: String,
}

/// The consents that a cell gives: a plain yes is one to an artificial voice, the one without which no voice agent calls.
/// What is no clear word gives none, and no cell takes one back.
pub(super) fn read(cell: &str) -> Consents {
    let words = cell.split([',', ';', '|', '+']);
    Consents::given(words.filter_map(|word| scope(&word.trim().to_lowercase())))
}

fn scope(word: &str) -> Option<ConsentScope> {
    if YES.contains(&word) {
        return Some(ConsentScope::AiVoice);
    }
    word.replace([' ', '-'], "_").parse().ok()
}

const YES: [&str; 9] = ["yes", "y", "true", "t", "1", "x", "ja", "si", "oui"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yes_or_the_names_of_scopes_give_consent_and_nothing_else_does() {
        use ConsentScope::{AiVoice, Email, HumanCall, Recording};
        for (cell, expected) in [
            ("yes", &[AiVoice][..]),
            ("TRUE", &[AiVoice]),
            ("1", &[AiVoice]),
            ("x", &[AiVoice]),
            ("ai_voice, email", &[AiVoice, Email]),
            ("Human call; recording", &[HumanCall, Recording]),
            ("email,perhaps", &[Email]),
            ("no", &[]),
            ("0", &[]),
            ("", &[]),
            ("2024-01-01", &[]),
            ("maybe", &[]),
        ] {
            assert_eq!(read(cell), Consents::given(expected.iter().copied()), "{cell:?}");
        }
    }
}
