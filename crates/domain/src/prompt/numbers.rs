//! The numbers of a command.

use super::ctx::PromptCtx;
use super::intent::{NumberMention, NumberProblem, Role};
use super::moment;
use super::reader::Reader;
use super::refusal::NotUnderstood;
use super::token::Kind;
use crate::list::{Apart, by_spaces, count_digits};
use crate::phone::PhoneNumber;

/// What a text that stands for a number means.
#[must_use]
pub fn read_mention(text: &str, default_region: &str) -> NumberMention {
    let problem = |error: crate::phone::PhoneError| NumberProblem {
        code: error.code().to_owned(),
        message: error.to_string(),
    };
    NumberMention {
        text: text.to_owned(),
        phone: PhoneNumber::parse(text, default_region).map_err(problem),
    }
}

/// Passes the numbers that stand here, if any do.
pub(super) fn eat(
    reader: &mut Reader<'_>,
    ctx: &PromptCtx<'_>,
    into: &mut Vec<NumberMention>,
) -> Result<bool, NotUnderstood> {
    let from = reader.at;
    let mut to = from;
    while reader
        .peek_after(to - from)
        .is_some_and(|token| token.kind == Kind::Digits && !moment::looks_like_time(&token.text))
    {
        to += 1;
    }
    let run = reader.written(from, to);
    if count_digits(run) < DIGITS_MIN {
        return Ok(false);
    }
    let start = reader.text.len() - reader.rest().len();
    let ranges = match by_spaces(run, ctx.default_region) {
        Apart::Several(_) if PhoneNumber::parse(run, ctx.default_region).is_ok() => {
            return Err(NotUnderstood::numbers_unclear(run));
        }
        Apart::Unclear => return Err(NotUnderstood::numbers_unclear(run)),
        Apart::Several(ranges) => ranges,
        Apart::One => std::iter::once(0..run.len()).collect(),
    };
    reader.at = to;
    for range in ranges {
        into.push(read_mention(&run[range.clone()], ctx.default_region));
        reader.spans.push(super::Span {
            start: start + range.start,
            end: start + range.end,
            role: Role::Number,
        });
    }
    Ok(true)
}

/// Whether a phone number, rather than a time, stands here.
pub(super) fn stands_here(reader: &Reader<'_>, ctx: &PromptCtx<'_>) -> bool {
    let mut found = Vec::new();
    // A date that is not understood must not pass for a number that does not exist.
    matches!(eat(&mut reader.clone(), ctx, &mut found), Ok(true))
        && found.iter().all(|mention| mention.phone.is_ok())
}

/// Passes numbers and the words between them; whatever else stands there is left.
pub(super) fn eat_all(
    reader: &mut Reader<'_>,
    ctx: &PromptCtx<'_>,
    fillers: &[&str],
) -> Result<Vec<NumberMention>, NotUnderstood> {
    let mut found = Vec::new();
    loop {
        reader.skip(fillers);
        if !eat(reader, ctx, &mut found)? {
            return Ok(found);
        }
    }
}

/// Shorter runs of digits are no phone numbers, not even of emergency services.
const DIGITS_MIN: usize = 3;
