//! Commands about calls that exist: cancel, hang up, pause, resume, status.

use super::ctx::PromptCtx;
use super::intent::Intent;
use super::numbers;
use super::reader::Reader;
use super::refusal::NotUnderstood;
use super::words::{
    CALLS_TO, CANCEL, END, EVERYTHING, FILLERS, HANG_UP, PAUSE, POLITE, RESUME, RUNS, STATUS,
};

/// Reads a command about existing calls; nothing when it does not start like one.
pub(super) fn read(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<Option<Intent>, NotUnderstood> {
    let intent = if reader.eat_verb(STATUS) {
        Intent::Status
    } else if reader.eat_verb(PAUSE) {
        reader.eat_verb(RUNS);
        Intent::PauseRuns
    } else if reader.eat_verb(RESUME) {
        reader.eat_verb(RUNS);
        Intent::ResumeRuns
    } else if reader.eat_verb(CANCEL) {
        cancel(reader, ctx)?
    } else if reader.eat_verb(HANG_UP) || reader.eat_verb(END) {
        hang_up(reader, ctx)?
    } else {
        return Ok(None);
    };
    reader.skip(POLITE);
    if reader.is_at_end() {
        Ok(Some(intent))
    } else {
        Err(NotUnderstood::unknown(&reader.part()))
    }
}

/// "Cancel" by itself calls off everything that is not dialled yet.
fn cancel(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<Intent, NotUnderstood> {
    if reader.eat_verb(EVERYTHING) {
        return Ok(Intent::Cancel { numbers: Vec::new() });
    }
    let named = reader.eat(CALLS_TO);
    let numbers = numbers::eat_all(reader, ctx, FILLERS)?;
    if named && numbers.is_empty() {
        return Err(NotUnderstood::number_missing("cancel"));
    }
    Ok(Intent::Cancel { numbers })
}

/// One call is ended by naming its number; all of them only when it is said.
fn hang_up(reader: &mut Reader<'_>, ctx: &PromptCtx<'_>) -> Result<Intent, NotUnderstood> {
    if reader.eat_verb(EVERYTHING) {
        return Ok(Intent::HangUpAll);
    }
    reader.eat(CALLS_TO);
    let numbers = numbers::eat_all(reader, ctx, FILLERS)?;
    if numbers.is_empty() {
        let what = if reader.is_at_end() {
            reader.text.trim().to_owned()
        } else {
            reader.part()
        };
        return Err(NotUnderstood::hang_up_whom(&what));
    }
    Ok(Intent::Cancel { numbers })
}
