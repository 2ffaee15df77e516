//! A command from its text.

use super::ctx::PromptCtx;
use super::intent::Command;
use super::reader::Reader;
use super::refusal::NotUnderstood;
use super::token::Kind;
use super::words::{POLITE, is_negation};
use super::{call, objection, orders};

/// Reads a command; every word of it must have its place, or it is refused.
pub fn parse_command(text: &str, ctx: &PromptCtx<'_>) -> Result<Command, NotUnderstood> {
    if text.len() > TEXT_MAX {
        return Err(NotUnderstood::too_long());
    }
    let mut reader = Reader::new(text)?;
    reader.skip(POLITE);
    if reader.is_at_end() {
        let says_nothing = reader.all().iter().all(|token| token.kind == Kind::Separator);
        return Err(if says_nothing {
            NotUnderstood::empty()
        } else {
            NotUnderstood::unknown(text.trim())
        });
    }
    let start = reader.at;
    for read in [objection::read, orders::read, call::read] {
        reader.at = start;
        reader.spans.clear();
        if let Some(intent) = read(&mut reader, ctx)? {
            reader.spans.sort_by_key(|span| span.start);
            return Ok(Command {
                intent,
                spans: reader.spans,
            });
        }
    }
    reader.at = start;
    let turns_around = reader
        .all()
        .iter()
        .any(|token| token.kind == Kind::Word && is_negation(&token.text));
    let part = reader.part();
    Err(if turns_around {
        NotUnderstood::negated(&part)
    } else {
        NotUnderstood::unknown(&part)
    })
}

/// Commands are typed; longer texts are lists and belong into the list box.
const TEXT_MAX: usize = 20_000;
