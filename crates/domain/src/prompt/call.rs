//! "Call ...": whom, what to say, when.

use super::ctx::PromptCtx;
use super::intent::{Intent, NumberMention};
use super::reader::Reader;
use super::refusal::NotUnderstood;
use super::token::Kind;
use super::words::{CALL, CONDITIONS, FILLERS, POLITE, SAY, is_negation};
use super::{message, moment, numbers};
use crate::time::Timestamp;

/// Reads a request to call; nothing when the command does not start like one.
pub(super) fn read(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<Option<Intent>, NotUnderstood> {
    let at = eat_leading_time(reader, ctx);
    let gives = if reader.eat_verb(CALL) {
        false
    } else if reader.eat_verb(&["give"]) {
        true
    } else if at.is_none() && numbers::stands_here(reader, ctx) {
        // A bare number, or a number and a message: it was typed into a dialler.
        false
    } else {
        return Ok(None);
    };
    let mut wanted = Wanted {
        gives,
        at,
        ..Wanted::default()
    };
    while !reader.is_at_end() {
        if !wanted.read_part(reader, ctx)? {
            return Err(leftover(reader, &wanted));
        }
    }
    if wanted.numbers.is_empty() {
        return Err(NotUnderstood::number_missing("call"));
    }
    if wanted.gives {
        return Err(NotUnderstood::unknown(reader.text.trim()));
    }
    Ok(Some(Intent::Call {
        numbers: wanted.numbers,
        message: wanted.message,
        at: wanted.at,
    }))
}

/// "Tomorrow at 9 call ...": a time counts only if a request to call follows.
fn eat_leading_time(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Option<Timestamp> {
    let (from, spans) = (reader.at, reader.spans.len());
    let at = moment::eat(reader, ctx).ok().flatten();
    reader.skip(POLITE);
    let called = reader.clone().eat(CALL) || reader.clone().eat(&["give"]);
    if at.is_none() || !called {
        reader.at = from;
        reader.spans.truncate(spans);
        return None;
    }
    at
}

#[derive(Default)]
struct Wanted {
    numbers: Vec<NumberMention>,
    message: Option<String>,
    at: Option<Timestamp>,
    /// "Give ... a call" still lacks its end.
    gives: bool,
}

impl Wanted {
    /// Passes one part of the request; false when what stands here is none.
    fn read_part(&mut self, reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<bool, NotUnderstood> {
        let from = reader.at;
        if reader.peek_kind() == Some(Kind::Separator) {
            reader.skip_separators();
            return Ok(true);
        }
        if reader.eat(SAY) {
            if self.message.is_some() {
                return Err(NotUnderstood::said_twice(reader.written(from, reader.at)));
            }
            self.message = Some(message::take(reader, ctx)?);
            return Ok(true);
        }
        // "on" and "at" before a phone number are not about time.
        if reader.eat(&["at", "on"]) {
            if numbers::stands_here(reader, ctx) {
                return Ok(true);
            }
            reader.at = from;
        }
        if let Some(at) = moment::eat(reader, ctx)? {
            if self.at.is_some() {
                return Err(NotUnderstood::said_twice(reader.written(from, reader.at)));
            }
            self.at = Some(at);
            return Ok(true);
        }
        if numbers::eat(reader, ctx, &mut self.numbers)? {
            return Ok(true);
        }
        if self.gives && !self.numbers.is_empty() && reader.eat(&["a call", "a ring", "a phone call"]) {
            self.gives = false;
            return Ok(true);
        }
        // "Call A and call B".
        if reader.eat(FILLERS) {
            return Ok(true);
        }
        if !self.numbers.is_empty() && self.message.is_none() && reader.eat_verb(CALL) {
            return Ok(true);
        }
        if reader.peek().is_some_and(|token| token.text == ":") {
            reader.at += 1;
            return Ok(true);
        }
        Ok(false)
    }
}

/// The refusal for what stands here.
fn leftover(reader: &Reader<'_>, wanted: &Wanted) -> NotUnderstood {
    let part = reader.part();
    match reader.peek() {
        Some(token) if token.kind == Kind::Word && is_negation(&token.text) => NotUnderstood::negated(&part),
        Some(token) if token.kind == Kind::Quote => NotUnderstood::message_unclear(&part),
        Some(token) if TIME_WORDS.contains(&token.text.as_str()) => {
            NotUnderstood::time(&part, "is not one that I understand.")
        }
        Some(token)
            if token.kind == Kind::Word
                && wanted.numbers.is_empty()
                && wanted.at.is_none()
                && wanted.message.is_none()
                && !CONDITIONS.contains(&token.text.as_str()) =>
        {
            NotUnderstood::name_unknown(&name_here(reader))
        }
        Some(_) | None => NotUnderstood::unknown(&part),
    }
}

/// The words here that could be somebody's name.
fn name_here(reader: &Reader<'_>) -> String {
    let is_name = |ahead: usize| {
        reader.peek_after(ahead).is_some_and(|token| {
            let word = token.text.as_str();
            token.kind == Kind::Word
                && !is_negation(word)
                && !CONDITIONS.contains(&word)
                && ![
                    "and", "at", "on", "in", "say", "saying", "tell", "tomorrow", "today",
                ]
                .contains(&word)
        })
    };
    let length = (0..NAME_WORDS_MAX).take_while(|ahead| is_name(*ahead)).count();
    reader.written(reader.at, reader.at + length.max(1)).to_owned()
}

const NAME_WORDS_MAX: usize = 4;
/// Words with which a time begins.
const TIME_WORDS: &[&str] = &["at", "in", "on", "for", "tomorrow", "today", "tonight", "next"];
