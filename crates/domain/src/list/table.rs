//! The rows of a table to entries.

use super::columns::Columns;
use super::objection::{is_objection, is_yes};
use super::preview::{LineError, ListLine};
use super::reader::Reader;
use super::records::Record;
use crate::phone::PhoneNumber;

/// The entry of one row.
pub(super) fn entry(record: &Record<'_>, columns: &Columns, reader: Reader<'_>) -> ListLine {
    let cells = match whole_cells(record, columns.width) {
        Ok(cells) => cells,
        Err(error) => return ListLine::bare(record.line_no, record.raw, Err(error)),
    };
    if objects(cells, columns) {
        let why = "The list itself marks this person as not to be called.";
        return failed(record, "marked_do_not_call", why);
    }
    let cell = |column: usize| cells.get(column).filter(|cell| !cell.is_empty()).cloned();
    let names: Vec<String> = columns.names.iter().filter_map(|column| cell(*column)).collect();
    let name = (!names.is_empty()).then(|| names.join(" "));
    ListLine {
        name: name.or_else(|| columns.company.and_then(cell)),
        message: columns.message.and_then(cell),
        ..ListLine::bare(record.line_no, record.raw, phone(cells, columns, reader))
    }
}

/// The cells of a row that has as many as the table has columns.
pub(super) fn whole_cells<'a>(record: &'a Record<'_>, width: usize) -> Result<&'a [String], LineError> {
    let Some(cells) = &record.cells else {
        let why = "A quotation mark in this line is not closed, or stands inside a value; put quotes around the \
                   whole value and double those within.";
        return Err(LineError::new("quotes_unbalanced", why));
    };
    if cells.iter().skip(width).any(|cell| !cell.is_empty()) {
        let why = format!(
            "The line has {} values where the table has {width} columns; a value that contains the separator must be \
             in quotes.",
            cells.len(),
        );
        return Err(LineError::new("columns_too_many", why));
    }
    if cells.len() < width {
        let why = format!(
            "The line has only {} of {width} values; a value is missing.",
            cells.len()
        );
        return Err(LineError::new("columns_too_few", why));
    }
    Ok(cells)
}

/// The first phone column that is filled in; a wrong number there is an error, not a reason to try the next.
fn phone(cells: &[String], columns: &Columns, reader: Reader<'_>) -> Result<PhoneNumber, LineError> {
    let filled = columns
        .phones
        .iter()
        .filter_map(|column| cells.get(*column))
        .find(|cell| !cell.is_empty());
    match filled {
        Some(cell) => reader.number(cell),
        None => Err(LineError::new("number_missing", "This line has no phone number.")),
    }
}

/// Whether any cell but the message says that this person must not be called.
fn objects(cells: &[String], columns: &Columns) -> bool {
    let marked = columns
        .objection
        .and_then(|column| cells.get(column))
        .is_some_and(|cell| is_yes(cell));
    let said = cells
        .iter()
        .enumerate()
        .any(|(column, cell)| columns.message != Some(column) && is_objection(cell));
    marked || said
}

fn failed(record: &Record<'_>, code: &'static str, why: impl Into<String>) -> ListLine {
    ListLine::bare(record.line_no, record.raw, Err(LineError::new(code, why)))
}
