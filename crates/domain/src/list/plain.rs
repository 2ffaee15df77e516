//! The numbers of one line of plain text: usually one, sometimes several.

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

/// Several numbers with only spaces between them, if there is exactly one way to tell them apart.
fn spaced(
    line_no: u32,
    line: &str,
    region: &str,
    whole: &Result<PhoneNumber, LineError>,
) -> Option<Vec<ListLine>> {
    if line.len() > SPACED_LINE_MAX {
        return None;
    }
    let words = words(line);
    // How many ways lead to each word, and the last number on one of them.
    let mut ways = vec![0_u32; words.len() + 1];
    let mut came_from = vec![0_usize; words.len() + 1];
    ways[0] = 1;
    for start in 0..words.len() {
        if ways[start] == 0 {
            continue;
        }
        for end in start + 1..=words.len().min(start + WORDS_PER_NUMBER_MAX) {
            let text = &line[words[start].0..words[end - 1].1];
            let digits = count_digits(text);
            if digits > NUMBER_DIGITS_MAX {
                break;
            }
            let is_whole = start == 0 && end == words.len();
            if !is_whole && digits >= NUMBER_DIGITS_MIN && PhoneNumber::parse(text, region).is_ok() {
                ways[end] = ways[end].saturating_add(ways[start]);
                came_from[end] = start;
            }
        }
    }
    let found = *ways.last()?;
    if found == 0 {
        return None;
    }
    if found > 1 || whole.is_ok() {
        let why =
            "The numbers on this line can be told apart in more than one way; put each on a line of its own.";
        return Some(vec![ListLine::bare(
            line_no,
            line,
            Err(LineError::new("numbers_run_together", why)),
        )]);
    }
    let mut numbers = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let text = &line[words[came_from[end]].0..words[end - 1].1];
        numbers.push(ListLine::bare(line_no, text, number(text, region)));
        end = came_from[end];
    }
    numbers.reverse();
    Some(numbers)
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

/// Where the words of a line start and end.
fn words(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in line.char_indices() {
        match (character.is_whitespace(), start) {
            (true, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            (true, None) | (false, Some(_)) => {}
        }
    }
    found.extend(start.map(|from| (from, line.len())));
    found
}

pub(super) fn count_digits(text: &str) -> usize {
    text.chars().filter(|character| character.is_numeric()).count()
}

/// What stands between numbers on one line.
pub(super) const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
/// What programs write for "nothing".
const EMPTY_WORDS: [&str; 8] = ["nan", "null", "none", "nil", "n/a", "na", "undefined", "-"];
/// The shortest numbers that are worth telling apart.
const NUMBER_DIGITS_MIN: usize = 7;
/// E.164 allows 15; `00` or `011` and a trunk zero may stand before and within them.
const NUMBER_DIGITS_MAX: usize = 19;
/// `00 49 30 12 34 56 78` is about as scattered as it gets.
const WORDS_PER_NUMBER_MAX: usize = 8;
/// A line of more than a thousand numbers was not written by hand; the bound keeps hostile input cheap.
const SPACED_LINE_MAX: usize = 20_000;
