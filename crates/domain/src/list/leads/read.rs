//! A list of leads from its bytes.

use std::collections::HashMap;

use super::super::decode::decode;
use super::super::preview::{LINES_MAX, SIZE_MAX};
use super::super::reader::Reader;
use super::super::records::{Record, lines, records};
use super::super::separator;
use super::{Column, ColumnChoices, LeadCounts, LeadLine, LeadTable, LeadTableError, layout, row};
use crate::phone::PhoneNumber;

/// Reads a file or pasted text as a list of leads; `default_region` is how national-format numbers are read.
///
/// # Errors
/// When nothing is in it, it is too large, or a chosen column is not in it.
pub fn read_leads(
    bytes: &[u8],
    default_region: &str,
    choices: &ColumnChoices,
) -> Result<LeadTable, LeadTableError> {
    if bytes.len() > SIZE_MAX {
        return Err(LeadTableError::TooLarge);
    }
    let (text, encoding) = decode(bytes);
    let physical = lines(&text);
    let (separator, physical) = separator::declared(&physical);
    let layout = layout::find(&text, physical, default_region, separator, choices.has_header)
        .ok_or(LeadTableError::Empty)?;
    let mut rows = records(&text, physical, layout.delimiter);
    let header = if layout.has_header {
        Some(rows.remove(0))
    } else {
        None
    };
    if u32::try_from(rows.len()).map_or(true, |rows| rows > LINES_MAX) {
        return Err(LeadTableError::TooManyLines);
    }
    let columns = columns(header.as_ref(), &rows, layout.width);
    let headings: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
    let mapping = choices.apply(layout.guess, &headings)?;
    let missing = mapping.missing();
    let mut counts = LeadCounts {
        rows: u32::try_from(rows.len()).unwrap_or(LINES_MAX),
        ..LeadCounts::default()
    };
    let mut lines = Vec::new();
    if missing.is_empty() {
        let reader = Reader::of(&text, default_region);
        let read = |record: &Record<'_>| row::line(record, layout.width, &mapping, reader);
        lines = rows.iter().map(read).collect();
        count(&mut lines, &mut counts);
    }
    Ok(LeadTable {
        columns,
        has_header: layout.has_header,
        mapping,
        missing,
        lines,
        counts,
        encoding,
    })
}

fn columns(header: Option<&Record<'_>>, rows: &[Record<'_>], width: usize) -> Vec<Column> {
    let headings = header.and_then(|record| record.cells.as_ref());
    let sample = |index: usize| {
        let cells = rows.iter().filter_map(|row| row.cells.as_ref());
        cells
            .filter_map(|cells| cells.get(index))
            .take(SAMPLES)
            .cloned()
            .collect()
    };
    (0..width)
        .map(|index| Column {
            index,
            header: headings
                .and_then(|cells| cells.get(index))
                .cloned()
                .unwrap_or_default(),
            sample: sample(index),
        })
        .collect()
}

/// Marks the numbers that were there before, and counts.
fn count(lines: &mut [LeadLine], counts: &mut LeadCounts) {
    let mut first_seen: HashMap<PhoneNumber, u32> = HashMap::with_capacity(lines.len());
    for line in lines {
        match &line.result {
            Err(_) => counts.invalid += 1,
            Ok(phone) => match first_seen.get(phone) {
                Some(earlier) => {
                    line.duplicate_of = Some(*earlier);
                    counts.duplicates += 1;
                }
                None => {
                    first_seen.insert(phone.clone(), line.line_no);
                    counts.valid += 1;
                }
            },
        }
    }
}

/// Enough to recognise a column by.
const SAMPLES: usize = 3;
