//! How a list of leads is laid out: what separates its cells, whether its first row names the columns, and which
//! column seems to hold what.

use super::super::apart::{NUMBER_DIGITS_MIN, count_digits};
use super::super::records::{Line, Record, records};
use super::super::shape::{COLUMNS_MAX, DELIMITERS, SAMPLE_LINES, commonest_width, is_wordy};
use super::{LeadMapping, headings};
use crate::phone::PhoneNumber;

/// How a list of leads is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::list) struct Layout {
    pub delimiter: char,
    pub width: usize,
    pub has_header: bool,
    pub guess: LeadMapping,
}

/// Finds the layout from the beginning of the text; nothing in an empty text. The text may declare its separator,
/// and a person may say whether the first row names the columns.
pub(in crate::list) fn find(
    text: &str,
    lines: &[Line<'_>],
    region: &str,
    declared: Option<char>,
    has_header: Option<bool>,
) -> Option<Layout> {
    let sample = &lines[..lines.len().min(SAMPLE_LINES)];
    let mut best: Option<(usize, Layout)> = None;
    let delimiters = declared.as_ref().map_or(&DELIMITERS[..], std::slice::from_ref);
    for &delimiter in delimiters {
        let is_used = sample.iter().any(|line| line.text.contains(delimiter));
        // A list with one column has no separator at all.
        if !is_used && declared.is_none() && delimiter != SEPARATOR_OF_NONE {
            continue;
        }
        let rows = records(text, sample, delimiter);
        if let Some((score, layout)) = with(delimiter, &rows, region, has_header)
            && best.as_ref().is_none_or(|(best_score, _)| score > *best_score)
        {
            best = Some((score, layout));
        }
    }
    best.map(|(_, layout)| layout)
}

/// The layout with this separator, and how well it fits.
fn with(
    delimiter: char,
    rows: &[Record<'_>],
    region: &str,
    has_header: Option<bool>,
) -> Option<(usize, Layout)> {
    let cells: Vec<&Vec<String>> = rows.iter().filter_map(|row| row.cells.as_ref()).collect();
    let first = rows.first()?;
    let named = first.cells.as_deref().map(headings::guess).unwrap_or_default();
    let is_heading = |cell: &String| count_digits(cell) < NUMBER_DIGITS_MIN;
    let looks_named = first
        .cells
        .as_ref()
        .is_some_and(|first| named.found() > 0 && first.iter().all(is_heading));
    let mut by_content = LeadMapping::default();
    let mut words_above = false;
    if !looks_named {
        let width = commonest_width(&cells).unwrap_or(1);
        let even: Vec<&Vec<String>> = cells.iter().copied().filter(|row| row.len() == width).collect();
        by_content = content(&even, width, region);
        // Words above a column of numbers are headings, if in a language nobody listed.
        words_above = by_content.phone.is_some_and(|phone| {
            even.len() > 1
                && first.cells.as_ref() == Some(even[0])
                && even[0].iter().all(is_heading)
                && is_wordy(&even[0][phone])
        });
    }
    let has_header = has_header.unwrap_or(looks_named || words_above);
    let width = match &first.cells {
        Some(first) if has_header => first.len(),
        Some(_) | None => commonest_width(&cells).or_else(|| cells.first().map(|row| row.len()))?,
    };
    if width > COLUMNS_MAX {
        return None;
    }
    let guess = if has_header && looks_named {
        named
    } else {
        by_content
    };
    let agreeing = cells.iter().filter(|row| row.len() == width).count();
    let score = guess.found() * FIELD_WEIGHT
        + if width > 1 {
            agreeing * AGREEMENT_WEIGHT / rows.len()
        } else {
            0
        };
    Some((
        score,
        Layout {
            delimiter,
            width,
            has_header,
            guess,
        },
    ))
}

/// What the columns seem to hold: the numbers, then the words from left to right.
fn content(rows: &[&Vec<String>], width: usize, region: &str) -> LeadMapping {
    if width > COLUMNS_MAX {
        return LeadMapping::default();
    }
    let count =
        |column: usize, is: &dyn Fn(&str) -> bool| rows.iter().filter(|cells| is(&cells[column])).count();
    let most = |column: usize, is: &dyn Fn(&str) -> bool| 2 * count(column, is) > rows.len();
    let is_phone = |cell: &str| !is_wordy(cell) && PhoneNumber::parse(cell, region).is_ok();
    let is_email = |cell: &str| cell.contains('@') && !cell.contains(' ');
    // Half is enough: the other half may be a heading.
    let phones: Vec<usize> = (0..width).map(|column| count(column, &is_phone)).collect();
    let phone = phones
        .iter()
        .position(|found| *found > 0 && 2 * found >= rows.len());
    let email = (0..width).find(|column| most(*column, &is_email));
    let mut words = (0..width)
        .filter(|column| Some(*column) != email && Some(*column) != phone && most(*column, &is_wordy));
    LeadMapping {
        phone,
        email,
        // Without numbers nothing says that these are people.
        name: phone.and_then(|_| words.next()),
        company: phone.and_then(|_| words.next()),
        ..LeadMapping::default()
    }
}

const SEPARATOR_OF_NONE: char = ',';
/// A field that is found says more than rows that are equally long.
const FIELD_WEIGHT: usize = 100;
const AGREEMENT_WEIGHT: usize = 50;
