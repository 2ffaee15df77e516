//! What is to be said.

use super::ctx::PromptCtx;
use super::intent::{Role, Span};
use super::moment;
use super::reader::Reader;
use super::refusal::NotUnderstood;
use super::token::Kind;
use super::words::{CALL, is_negation};
use crate::list::count_digits;

/// Takes the message that follows its marker: a quoted text, or else everything up to the end of the command.
pub(super) fn take(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<String, NotUnderstood> {
    while reader
        .peek()
        .is_some_and(|token| matches!(token.text.as_str(), ":" | "," | "-"))
    {
        reader.at += 1;
    }
    let message = match reader.peek() {
        Some(token) if token.kind == Kind::Quote => {
            let text = token.text.trim().to_owned();
            reader.at += 1;
            reader.note(reader.at - 1, Role::Message);
            text
        }
        Some(token) => {
            let start = token.start;
            refuse_unclear(reader, ctx)?;
            let text = reader.rest().trim().to_owned();
            reader.spans.push(Span {
                start,
                end: start + text.len(),
                role: Role::Message,
            });
            reader.finish();
            text
        }
        None => String::new(),
    };
    if message.is_empty() {
        return Err(NotUnderstood::message_missing());
    }
    if message.chars().count() > MESSAGE_MAX {
        return Err(NotUnderstood::message_too_long(MESSAGE_MAX));
    }
    Ok(message)
}

/// Without quotes nobody knows where a message ends, so it must not contain what could be meant as an order.
fn refuse_unclear(reader: &Reader<'_>, ctx: &PromptCtx<'_>) -> Result<(), NotUnderstood> {
    let mut ahead = reader.clone();
    let mut negated = false;
    while let Some(token) = ahead.peek() {
        let (kind, text) = (token.kind, token.text.clone());
        if kind == Kind::Digits && count_digits(&text) >= NUMBER_DIGITS_MIN {
            return Err(NotUnderstood::message_unclear(
                ahead.written(ahead.at, ahead.at + 1),
            ));
        }
        if kind == Kind::Quote {
            return Err(NotUnderstood::message_unclear(&ahead.part()));
        }
        negated |= kind == Kind::Word && is_negation(&text);
        let is_condition = matches!(text.as_str(), "unless" | "except");
        if kind == Kind::Word && (is_condition || (negated && CALL.contains(&text.as_str()))) {
            return Err(NotUnderstood::message_unclear(&ahead.part()));
        }
        // A time at the very end could say when to call.
        let here = ahead.at;
        if let Ok(Some(_)) | Err(_) = moment::eat(&mut ahead, ctx) {
            ahead.skip_separators();
            if ahead.is_at_end() {
                return Err(NotUnderstood::message_unclear(ahead.written(here, ahead.at)));
            }
        }
        ahead.at = here + 1;
    }
    Ok(())
}

/// Carriers speak at most 4,096 characters of one text.
const MESSAGE_MAX: usize = 3_000;
/// Fewer digits are a price, a year or a room.
const NUMBER_DIGITS_MIN: usize = 7;
