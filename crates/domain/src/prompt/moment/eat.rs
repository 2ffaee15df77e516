//! Passes the time that stands at a place of a command.

use super::said::Said;
use super::wait;
use crate::prompt::PromptCtx;
use crate::prompt::intent::Role;
use crate::prompt::reader::Reader;
use crate::prompt::refusal::NotUnderstood;
use crate::time::Timestamp;

/// Passes the time that stands here, if one does.
pub(in crate::prompt) fn eat(
    reader: &mut Reader<'_>,
    ctx: &PromptCtx<'_>,
) -> Result<Option<Timestamp>, NotUnderstood> {
    let from = reader.at;
    let at = if let Some(wait) = wait::eat(reader) {
        let instant = ctx.now.to_jiff().checked_add(wait).ok().map(Timestamp::from);
        instant
            .filter(|at| *at <= latest(ctx))
            .ok_or_else(|| NotUnderstood::time(reader.written(from, reader.at), "is too far away."))?
    } else {
        let said = Said::eat(reader);
        if said.is_empty() {
            reader.at = from;
            return Ok(None);
        }
        let part = reader.written(from, reader.at);
        said.resolve(ctx).map_err(|error| error.into_refusal(part))?
    };
    reader.note(from, Role::Time);
    Ok(Some(at))
}

/// Reads a text that is a time and nothing else: `2026-11-23T10:00`, `tomorrow at 9`.
pub fn read_time(text: &str, ctx: &PromptCtx<'_>) -> Result<Timestamp, NotUnderstood> {
    let mut reader = Reader::new(text)?;
    match eat(&mut reader, ctx)? {
        Some(at) if reader.is_at_end() => Ok(at),
        Some(_) | None => Err(NotUnderstood::time(text, "is not one that I understand.")),
    }
}

/// The latest time that is understood.
pub(super) fn latest(ctx: &PromptCtx<'_>) -> Timestamp {
    ctx.now.plus_seconds(FUTURE_MAX_DAYS * 86_400)
}

/// Whoever plans further ahead mistypes the year.
const FUTURE_MAX_DAYS: i64 = 366;
