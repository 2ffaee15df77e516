//! Lists of numbers as people have them: pasted text, CSV exports of spreadsheets and address books.
//!
//! Bytes become text ([`decode`]), text becomes a table or plain lines ([`shape`]), and every line that is not
//! blank becomes an entry: a number to dial, or an error that says what is wrong with it. Nothing is coerced and
//! nothing is lost.

mod apart;
mod columns;
mod csv_out;
mod decode;
mod import;
mod leads;
mod objection;
mod plain;
mod preview;
mod read;
mod reader;
mod records;
mod separator;
mod shape;
mod table;

pub(crate) use apart::{Apart, UNCLEAR, by_spaces, count_digits};
pub use csv_out::escape_cell;
pub use import::{
    Facts, FieldError, FileConsents, ImportChoices, ImportColumn, ImportCounts, ImportField, ImportFile,
    ImportFileError, ImportMapping, ImportRow, Judge, Judged, KnownLead, KnownPolicy, OpenImport, ROWS_MAX,
    RowResult,
};
pub use leads::{
    Column, ColumnChoiceError, ColumnChoices, LeadCounts, LeadLine, LeadMapping, LeadTable, LeadTableError,
    read_leads,
};
pub use preview::{LINES_MAX, LineError, ListCounts, ListError, ListHeader, ListLine, ListPreview, SIZE_MAX};
pub use read::read_numbers;

#[cfg(test)]
mod tests;
