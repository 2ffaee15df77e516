//! The numbers of one line of plain text: usually one, sometimes several.

use std::ops::Range;

use super::apart::{self, Apart, NUMBER_DIGITS_MIN, count_digits};
use super::objection::is_objection;
use super::preview::{LineError, ListLine};
use super::reader::Reader;
use crate::phone::{PhoneError, PhoneNumber};

/// The entries of a line that is not blank.
pub(super) fn entries(line_no: u32, line: &str, reader: Reader<'_>) -> Vec<ListLine> {
    let line = line.trim();
    let whole = reader.number(line);
    let digits = count_digits(line);
    // Two numbers need at least this many digits, and so much is hardly ever one.
    if digits >= 2 * NUMBER_DIGITS_MIN
        && let Some(split) =
            separated(line_no, line, reader).or_else(|| spaced(line_no, line, reader, &whole))
    {
        return split;
    }
    if whole.is_err()
        && let Some(named) = named(line_no, line, reader)
    {
        return vec![named];
    }
    vec![ListLine::bare(line_no, line, whole)]
}

/// Several numbers with a separator between them: each part stands for itself.
fn separated(line_no: u32, line: &str, reader: Reader<'_>) -> Option<Vec<ListLine>> {
    let parts: Vec<&str> = line
        .split(SEPARATORS)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // A short part could be an extension or half a number, so then the line is left whole.
    if parts.len() < 2 || !parts.iter().all(|part| count_digits(part) >= NUMBER_DIGITS_MIN) {
        return None;
    }
    let entry = |part: &&str| ListLine::bare(line_no, part, reader.number(part));
    Some(parts.iter().map(entry).collect())
}

/// Several numbers with only spaces between them.
fn spaced(
    line_no: u32,
    line: &str,
    reader: Reader<'_>,
    whole: &Result<PhoneNumber, LineError>,
) -> Option<Vec<ListLine>> {
    let ranges = match apart::by_spaces(line, reader.region()) {
        Apart::One => return None,
        Apart::Several(ranges) if whole.is_err() => ranges,
        Apart::Several(_) | Apart::Unclear => {
            let error = LineError::new("numbers_run_together", apart::UNCLEAR);
            return Some(vec![ListLine::bare(line_no, line, Err(error))]);
        }
    };
    let entry = |range: Range<usize>| {
        let text = &line[range];
        ListLine::bare(line_no, text, reader.number(text))
    };
    Some(ranges.into_iter().map(entry).collect())
}

/// A name, a separator and a number, in either order.
fn named(line_no: u32, line: &str, reader: Reader<'_>) -> Option<ListLine> {
    let (one, other) = line.split_once(SEPARATORS)?;
    let (one, other) = (one.trim(), other.trim());
    let is_name = |text: &str| text.contains(char::is_alphabetic) && count_digits(text) == 0;
    let (name, text) = if is_name(one) { (one, other) } else { (other, one) };
    let phone = PhoneNumber::parse(text, reader.region());
    // "ext" after a number is no name.
    let is_extension = PhoneNumber::parse(line, reader.region()) == Err(PhoneError::HasExtension);
    if !is_name(name) || phone.is_err() || is_extension || is_objection(name) {
        return None;
    }
    let mut entry = ListLine::bare(line_no, line, phone.map_err(LineError::from));
    entry.name = Some(name.to_owned());
    Some(entry)
}

/// What stands between numbers on one line.
pub(super) const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
