//! Telling apart several numbers with nothing but spaces between them.

use std::ops::Range;

use crate::phone::PhoneNumber;

/// What a run of digits and spaces turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Apart {
    /// No two numbers; it may still be one.
    One,
    /// These numbers, and no other reading as several.
    Several(Vec<Range<usize>>),
    /// Several readings as several numbers.
    Unclear,
}

/// The sentence for a run that has several readings.
pub(crate) const UNCLEAR: &str = "The numbers can be told apart in more than one way; put a comma between them, or each on a line of its own.";

/// Finds the numbers in a text without separators.
pub(crate) fn by_spaces(text: &str, region: &str) -> Apart {
    if text.len() > TEXT_MAX {
        return Apart::One;
    }
    let words = words(text);
    // How many ways lead to each word, and where the last number on one of them starts.
    let mut ways = vec![0_u32; words.len() + 1];
    let mut came_from = vec![0_usize; words.len() + 1];
    ways[0] = 1;
    for start in 0..words.len() {
        if ways[start] == 0 {
            continue;
        }
        for end in start + 1..=words.len().min(start + WORDS_PER_NUMBER_MAX) {
            let part = &text[words[start].start..words[end - 1].end];
            let digits = count_digits(part);
            if digits > NUMBER_DIGITS_MAX {
                break;
            }
            let is_whole = start == 0 && end == words.len();
            if !is_whole && digits >= NUMBER_DIGITS_MIN && PhoneNumber::parse(part, region).is_ok() {
                ways[end] = ways[end].saturating_add(ways[start]);
                came_from[end] = start;
            }
        }
    }
    match ways[words.len()] {
        0 => Apart::One,
        1 if words.is_empty() => Apart::One,
        1 => {
            let mut ranges = Vec::new();
            let mut end = words.len();
            while end > 0 {
                ranges.push(words[came_from[end]].start..words[end - 1].end);
                end = came_from[end];
            }
            ranges.reverse();
            Apart::Several(ranges)
        }
        _ => Apart::Unclear,
    }
}

/// Where the words of a text start and end.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (character.is_whitespace(), start) {
            (true, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            (true, None) | (false, Some(_)) => {}
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

/// The digits of any script in a text.
pub(crate) fn count_digits(text: &str) -> usize {
    text.chars().filter(|character| character.is_numeric()).count()
}

/// The shortest numbers that are worth telling apart.
pub(crate) const NUMBER_DIGITS_MIN: usize = 7;
/// E.164 allows 15; `00` or `011` and a trunk zero may stand before and within them.
const NUMBER_DIGITS_MAX: usize = 19;
/// `00 49 30 12 34 56 78` is about as scattered as it gets.
const WORDS_PER_NUMBER_MAX: usize = 8;
/// More than a thousand numbers in one line were not written by hand; the bound keeps hostile input cheap.
const TEXT_MAX: usize = 20_000;
