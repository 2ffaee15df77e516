//! Guards for intents that something else than the grammar made of a text: a language model must not add a number,
//! lose one, or overlook a negation.

use super::intent::{Intent, NumberMention};
use super::moment;
use super::token::{Kind, Token, tokens};
use super::words::is_negation;
use crate::list::count_digits;

/// How an intent and its text disagree about numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stray {
    /// The intent names a number that the text does not.
    #[error("the number {0:?} does not occur in the command as written")]
    Added(String),
    /// The text names a number that the intent does not.
    #[error("the number {0:?} of the command was left out")]
    LeftOut(String),
    /// The text has a quotation mark that nothing closes.
    #[error("a quotation mark is not closed")]
    Unreadable,
}

/// Checks that the numbers of the intent are those of the text outside quotes and outside the message: none added,
/// none cut out of a longer one, none left out.
pub fn check_intent_numbers_occur(intent: &Intent, text: &str) -> Result<(), Stray> {
    let tokens = tokens(text).map_err(|_| Stray::Unreadable)?;
    let message = match intent {
        Intent::Call {
            message: Some(message),
            ..
        } => message.as_str(),
        Intent::Call { message: None, .. }
        | Intent::DoNotCall { .. }
        | Intent::Cancel { .. }
        | Intent::HangUpAll
        | Intent::Status
        | Intent::PauseRuns
        | Intent::ResumeRuns => "",
    };
    let mut written: Vec<u8> = vec![FREE; text.len()];
    for run in runs(&tokens) {
        let (start, end) = (run[0].start, run[run.len() - 1].end);
        let is_number = count_digits(&text[start..end]) >= NUMBER_DIGITS_MIN;
        written[start..end].fill(if is_number { NUMBER } else { SHORT });
    }
    for mention in intent.numbers() {
        claim(mention, text, &mut written)?;
    }
    let left_out = runs(&tokens).into_iter().find_map(|run| {
        let (start, end) = (run[0].start, run[run.len() - 1].end);
        let part = &text[start..end];
        let touched = written[start..end].contains(&CLAIMED);
        let loose = text[start..end]
            .char_indices()
            .any(|(at, c)| (c.is_numeric() || c == '+') && written[start + at] != CLAIMED);
        let is_number = count_digits(part) >= NUMBER_DIGITS_MIN;
        let is_said = !touched && message.contains(part);
        (loose && (touched || is_number) && !is_said).then(|| part.to_owned())
    });
    left_out.map_or(Ok(()), |part| Err(Stray::LeftOut(part)))
}

/// Finds the mention in the text and marks its place; every place serves one mention.
fn claim(mention: &NumberMention, text: &str, written: &mut [u8]) -> Result<(), Stray> {
    let wanted = mention.text.trim();
    let added = || Stray::Added(mention.text.clone());
    if count_digits(wanted) == 0 {
        return Err(added());
    }
    let (start, found) = text
        .match_indices(wanted)
        .find(|(start, found)| {
            written[*start..start + found.len()]
                .iter()
                .all(|mark| matches!(*mark, NUMBER | SHORT))
        })
        .ok_or_else(added)?;
    written[start..start + found.len()].fill(CLAIMED);
    Ok(())
}

/// Neighbouring tokens that start like numbers and are no times.
fn runs(tokens: &[Token]) -> Vec<&[Token]> {
    tokens
        .chunk_by(|one, next| is_number(one) && is_number(next))
        .filter(|run| is_number(&run[0]))
        .collect()
}

fn is_number(token: &Token) -> bool {
    token.kind == Kind::Digits && !moment::looks_like_time(&token.text)
}

/// The first word outside quotes that turns the meaning around, if there is one.
#[must_use]
pub fn negation_in(text: &str) -> Option<String> {
    let negates = |token: &Token| token.kind == Kind::Word && is_negation(&token.text);
    match tokens(text) {
        Ok(tokens) => tokens.into_iter().find(negates).map(|token| token.text),
        // With quotes that do not close, everything counts as outside of them.
        Err(_) => tokens(&text.replace(['"', '“', '”', '„', '«', '»'], " "))
            .ok()
            .and_then(|tokens| tokens.into_iter().find(negates).map(|token| token.text)),
    }
}

/// What a byte of the text belongs to.
const FREE: u8 = 0;
const SHORT: u8 = 1;
const NUMBER: u8 = 2;
const CLAIMED: u8 = 3;
/// Fewer digits are an amount, a year or an hour.
const NUMBER_DIGITS_MIN: usize = 7;
