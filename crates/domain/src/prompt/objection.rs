//! "Do not call ...": whom never to call again.

use super::ctx::PromptCtx;
use super::intent::Intent;
use super::numbers;
use super::reader::Reader;
use super::refusal::NotUnderstood;
use super::words::{ADD, AGAIN, BETWEEN, BLOCK, CALL_OBJECT, DO_NOT, FILLERS, STOP_CALLING, TO_DNC};

/// Reads a request to leave numbers alone; nothing when the command does not start like one.
pub(super) fn read(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<Option<Intent>, NotUnderstood> {
    let start = reader.at;
    let must_name_list = if reader.eat_verb(STOP_CALLING) || reader.eat_verb(BLOCK) {
        false
    } else if reader.eat_verb(DO_NOT) {
        if !reader.eat_verb(CALL_OBJECT) {
            reader.at = start;
            return Err(NotUnderstood::negated(&reader.part()));
        }
        false
    } else if reader.eat_verb(ADD) {
        true
    } else {
        return Ok(None);
    };
    // "to the" belongs to the name of the list.
    let fillers = if must_name_list { BETWEEN } else { FILLERS };
    let numbers = numbers::eat_all(reader, ctx, fillers)?;
    if must_name_list && !reader.eat_verb(TO_DNC) {
        reader.at = if numbers.is_empty() { start } else { reader.at };
        return Err(NotUnderstood::unknown(&reader.part()));
    }
    reader.skip(AGAIN);
    if !reader.is_at_end() {
        return Err(NotUnderstood::negated(reader.rest_of(start)));
    }
    if numbers.is_empty() {
        return Err(NotUnderstood::number_missing("do not call"));
    }
    Ok(Some(Intent::DoNotCall { numbers }))
}
