//! The numbers of one line of plain text: usually one, sometimes several.

use std::ops::Range;

use super::apart::{self, Apart, NUMBER_DIGITS_MIN, count_digits};
use super::objection::is_objection;
use super::preview::{LineError, ListLine};
use crate::phone::{PhoneError, PhoneNumber};

/// The entries of a line that is not blank.
pub(super) fn entries(line_no: u32, line: &str, region: &str) -> Vec<ListLine> {
    let line = line.trim();
    let whole = number(line, region);
    let digits = count_digits(line);
    // Two numbers need at least this many digits, and so much is hardly ever one.
    if digits >= 2 * NUMBER_DIGITS_MIN
        && let Some(split) =
            separated(line_no, line, region).or_else(|| spaced(line_no, line, region, &whole))
    {
        return split;
    }
    if whole.is_err()
        && let Some(named) = named(line_no, line, region)
    {
        return vec![named];
    }
    vec![ListLine::bare(line_no, line, whole)]
}

/// A single number; what spreadsheets do to numbers is refused with the remedy.
pub(super) fn number(text: &str, region: &str) -> Result<PhoneNumber, LineError> {
    PhoneNumber::parse(text, region).map_err(|error| spoilt(text).unwrap_or_else(|| error.into()))
}

/// Text that a program wrote in place of the number that was there.
fn spoilt(text: &str) -> Option<LineError> {
    let bare = text.trim().trim_matches(['"', '\'', '=']);
    if EMPTY_WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word)) {
        return Some(LineError::new(
            "number_missing",
            format!("It says \"{bare}\" where the number should be."),
        ));
    }
    let decimal = bare.trim_start_matches('+').replace(',', ".");
    let is_number = decimal.starts_with(|c: char| c.is_ascii_digit()) && decimal.parse::<f64>().is_ok();
    if is_number && decimal.contains(['.', 'e', 'E']) {
        return Some(LineError::new(
            "number_reformatted",
            "A spreadsheet has turned the phone number into a decimal; format the column as text and export again.",
        ));
    }
    None
}

/// Several numbers with a separator between them: each part stands for itself.
fn separated(line_no: u32, line: &str, region: &str) -> Option<Vec<ListLine>> {
    let parts: Vec<&str> = line
        .split(SEPARATORS)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // A short part could be an extension or half a number, so then the line is left whole.
    if parts.len() < 2 || !parts.iter().all(|part| count_digits(part) >= NUMBER_DIGITS_MIN) {
        return None;
    }
    let entry = |part: &&str| ListLine::bare(line_no, part, number(part, region));
    Some(parts.iter().map(entry).collect())
}

/// Several numbers with only spaces between them.
fn spaced(
    line_no: u32,
    line: &str,
    region: &str,
    whole: &Result<PhoneNumber, LineError>,
) -> Option<Vec<ListLine>> {
    let ranges = match apart::by_spaces(line, region) {
        Apart::One => return None,
        Apart::Several(ranges) if whole.is_err() => ranges,
        Apart::Several(_) | Apart::Unclear => {
            let error = LineError::new("numbers_run_together", apart::UNCLEAR);
            return Some(vec![ListLine::bare(line_no, line, Err(error))]);
        }
    };
    let entry = |range: Range<usize>| {
        let text = &line[range];
        ListLine::bare(line_no, text, number(text, region))
    };
    Some(ranges.into_iter().map(entry).collect())
}

/// A name, a separator and a number, in either order.
fn named(line_no: u32, line: &str, region: &str) -> Option<ListLine> {
    let (one, other) = line.split_once(SEPARATORS)?;
    let (one, other) = (one.trim(), other.trim());
    let is_name = |text: &str| text.contains(char::is_alphabetic) && count_digits(text) == 0;
    let (name, text) = if is_name(one) { (one, other) } else { (other, one) };
    let phone = PhoneNumber::parse(text, region);
    // "ext" after a number is no name.
    let is_extension = PhoneNumber::parse(line, region) == Err(PhoneError::HasExtension);
    if !is_name(name) || phone.is_err() || is_extension || is_objection(name) {
        return None;
    }
    let mut entry = ListLine::bare(line_no, line, phone.map_err(LineError::from));
    entry.name = Some(name.to_owned());
    Some(entry)
}

/// What stands between numbers on one line.
pub(super) const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
/// What programs write for "nothing".
const EMPTY_WORDS: [&str; 8] = ["nan", "null", "none", "nil", "n/a", "na", "undefined", "-"];
