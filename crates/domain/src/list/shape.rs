//! Whether a text is a table, and how it is laid out.

use super::columns::{self, Columns};
use super::records::{Line, Record, records};
use crate::phone::{PhoneError, PhoneNumber};

/// How a text is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// Numbers, one or more on a line; a first line may say just that they are numbers.
    Plain {
        /// The line with the heading.
        header: Option<u32>,
    },
    /// Cells in columns.
    Table {
        delimiter: char,
        columns: Columns,
        /// Whether the first record names the columns.
        has_header: bool,
    },
}

/// Finds the layout from the beginning of the text, with the separator that the text declares if it does.
pub(super) fn find(text: &str, lines: &[Line<'_>], region: &str, declared: Option<char>) -> Shape {
    let sample = &lines[..lines.len().min(SAMPLE_LINES)];
    let mut best: Option<(usize, Shape)> = None;
    let delimiters = declared.as_ref().map_or(&DELIMITERS[..], std::slice::from_ref);
    for &delimiter in delimiters {
        if !sample.iter().any(|line| line.text.contains(delimiter)) {
            continue;
        }
        let records = records(text, sample, delimiter);
        if let Some((score, shape)) =
            under_headings(&records, delimiter, region).or_else(|| by_content(&records, delimiter, region))
            && best.as_ref().is_none_or(|(best_score, _)| score > *best_score)
        {
            best = Some((score, shape));
        }
    }
    best.map_or_else(
        || Shape::Plain {
            header: heading(sample, region),
        },
        |(_, shape)| shape,
    )
}

/// A table whose first record names its columns.
fn under_headings(records: &[Record<'_>], delimiter: char, region: &str) -> Option<(usize, Shape)> {
    let cells = records.first()?.cells.as_ref()?;
    if !(2..=COLUMNS_MAX).contains(&cells.len()) {
        return None;
    }
    let columns = columns::from_headings(cells)?;
    // A person may be called "Mobile", but no heading is a number.
    if cells.iter().any(|cell| PhoneNumber::parse(cell, region).is_ok()) {
        return None;
    }
    // Headings outweigh anything that content can suggest.
    let score = HEADINGS_WEIGHT + columns.width;
    Some((
        score,
        Shape::Table {
            delimiter,
            columns,
            has_header: true,
        },
    ))
}

/// A table without headings: the column with the phone numbers stands beside columns of words.
fn by_content(records: &[Record<'_>], delimiter: char, region: &str) -> Option<(usize, Shape)> {
    // In "415-555-2671;ext=5" the words belong to the number.
    let is_extension =
        |record: &Record<'_>| PhoneNumber::parse(record.raw, region) == Err(PhoneError::HasExtension);
    if records.iter().any(is_extension) {
        return None;
    }
    let rows: Vec<&Vec<String>> = records
        .iter()
        .filter_map(|record| record.cells.as_ref())
        .collect();
    let width = commonest_width(&rows).filter(|width| *width <= COLUMNS_MAX)?;
    let rows: Vec<&Vec<String>> = rows.into_iter().filter(|cells| cells.len() == width).collect();
    let count =
        |column: usize, is: &dyn Fn(&str) -> bool| rows.iter().filter(|cells| is(&cells[column])).count();
    let is_phone = |cell: &str| !is_wordy(cell) && PhoneNumber::parse(cell, region).is_ok();

    let phones: Vec<usize> = (0..width).map(|column| count(column, &is_phone)).collect();
    let most = phones.iter().copied().max()?;
    let phone = phones.iter().position(|count| *count == most)?;
    let wordy: Vec<usize> = (0..width)
        .filter(|column| 2 * count(*column, &is_wordy) > rows.len())
        .collect();
    if 2 * most < rows.len() || most == 0 || wordy.is_empty() || wordy.contains(&phone) {
        return None;
    }
    // Words above a column of numbers are headings, if in a language nobody listed.
    let has_header = rows.len() > 1
        && is_wordy(&rows[0][phone])
        && rows[0].iter().all(|cell| cell.chars().all(|c| !c.is_numeric()))
        && records.first().and_then(|record| record.cells.as_ref()) == Some(rows[0]);
    let columns = Columns {
        width,
        phones: vec![phone],
        names: wordy.into_iter().take(1).collect(),
        ..Columns::default()
    };
    Some((
        most,
        Shape::Table {
            delimiter,
            columns,
            has_header,
        },
    ))
}

pub(super) fn commonest_width(rows: &[&Vec<String>]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for cells in rows.iter().filter(|cells| cells.len() > 1) {
        *counts.entry(cells.len()).or_default() += 1;
    }
    let (width, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (2 * count > rows.len()).then_some(width)
}

/// Words rather than a number: a name, a company, a sentence.
pub(super) fn is_wordy(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits = cell.chars().filter(|c| c.is_numeric()).count();
    letters > digits
}

/// A first line like `Phone` above plain numbers.
fn heading(lines: &[Line<'_>], region: &str) -> Option<u32> {
    let first = lines.iter().find(|line| !line.text.trim().is_empty())?;
    let cell = first.text.trim().trim_matches('"').to_owned();
    let is_heading =
        columns::from_headings(&[cell]).is_some() && PhoneNumber::parse(first.text, region).is_err();
    is_heading.then_some(first.no)
}

/// In the order of preference when two fit equally well; a tab or a semicolon hardly ever stands in a cell.
pub(super) const DELIMITERS: [char; 4] = ['\t', ';', '|', ','];
const HEADINGS_WEIGHT: usize = 1_000_000;
/// A layout shows within the first lines.
pub(super) const SAMPLE_LINES: usize = 100;
/// Wider tables are no lists of people; the bound keeps hostile input cheap.
pub(super) const COLUMNS_MAX: usize = 200;
