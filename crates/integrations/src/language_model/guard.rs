//! What a model may not do, whatever it answers.

use outdial_domain::prompt::{Intent, check_intent_numbers_occur, negation_in};

use super::error::ModelError;

/// Checks an intent against the text it was made from.
///
/// # Errors
/// Names the number or the negation that does not agree.
pub fn check(intent: &Intent, text: &str) -> Result<(), ModelError> {
    check_intent_numbers_occur(intent, text)?;
    match negation_in(text) {
        Some(word) if !agrees_with_negation(intent, &word) => Err(ModelError::Negation(word)),
        Some(_) | None => Ok(()),
    }
}

/// "Stop all calls" can end or pause something, "don't hang up" cannot; nothing negated ever dials.
fn agrees_with_negation(intent: &Intent, word: &str) -> bool {
    match intent {
        Intent::Call { .. } | Intent::ResumeRuns => false,
        Intent::Cancel { .. } | Intent::HangUpAll | Intent::PauseRuns => {
            ["stop", "cease", "quit"].contains(&word)
        }
        Intent::DoNotCall { .. } | Intent::Status => true,
    }
}
