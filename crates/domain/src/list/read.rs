//! A list from its bytes.

use std::collections::HashMap;

use super::decode::decode;
use super::preview::{LINES_MAX, ListCounts, ListError, ListHeader, ListLine, ListPreview, SIZE_MAX};
use super::reader::Reader;
use super::records::{lines, records};
use super::shape::{self, Shape};
use super::{plain, separator, table};
use crate::phone::PhoneNumber;

/// Reads pasted text or a file; `default_region` is how national-format numbers are read.
pub fn read_numbers(bytes: &[u8], default_region: &str) -> Result<ListPreview, ListError> {
    if bytes.len() > SIZE_MAX {
        return Err(ListError::TooLarge);
    }
    let (text, encoding) = decode(bytes);
    let reader = Reader::of(&text, default_region);
    let physical = lines(&text);
    let (separator, physical) = separator::declared(&physical);
    let filled = physical.iter().filter(|line| !line.text.trim().is_empty());
    let (header, entries) = match shape::find(&text, physical, default_region, separator) {
        Shape::Plain { header } => {
            let mut entries = Vec::new();
            let body = filled.filter(|line| header != Some(line.no));
            for line in body {
                entries.extend(plain::entries(line.no, line.text, reader));
                check_length(entries.len())?;
            }
            let heading = physical.iter().find(|line| header == Some(line.no));
            (
                heading.map(|line| ListHeader {
                    line_no: line.no,
                    raw: line.text.to_owned(),
                }),
                entries,
            )
        }
        Shape::Table {
            delimiter,
            columns,
            has_header,
        } => {
            check_length(filled.count())?;
            let mut rows = records(&text, physical, delimiter).into_iter();
            let header = if has_header { rows.next() } else { None };
            let entries = rows
                .map(|record| table::entry(&record, &columns, reader))
                .collect();
            (
                header.map(|record| ListHeader {
                    line_no: record.line_no,
                    raw: record.raw.to_owned(),
                }),
                entries,
            )
        }
    };
    Ok(finish(header, entries, encoding))
}

fn check_length(entries: usize) -> Result<(), ListError> {
    match u32::try_from(entries) {
        Ok(count) if count <= LINES_MAX => Ok(()),
        Ok(_) | Err(_) => Err(ListError::TooManyLines),
    }
}

/// Marks the numbers that were there before, and counts.
fn finish(header: Option<ListHeader>, mut entries: Vec<ListLine>, encoding: &'static str) -> ListPreview {
    let mut first_seen: HashMap<PhoneNumber, u32> = HashMap::with_capacity(entries.len());
    let mut counts = ListCounts::default();
    for entry in &mut entries {
        counts.lines += 1;
        match &entry.result {
            Err(_) => counts.invalid += 1,
            Ok(phone) => match first_seen.get(phone) {
                Some(line_no) => {
                    entry.duplicate_of = Some(*line_no);
                    counts.duplicates += 1;
                }
                None => {
                    first_seen.insert(phone.clone(), entry.line_no);
                    counts.valid += 1;
                }
            },
        }
    }
    ListPreview {
        lines: entries,
        header,
        counts,
        encoding,
    }
}
