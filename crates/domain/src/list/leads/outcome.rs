//! What was found in a list of leads, before anything is done with it.

use serde::Serialize;

use super::super::preview::{LINES_MAX, LineError, SIZE_MAX};
use super::{ColumnChoiceError, LeadMapping};
use crate::phone::PhoneNumber;

/// A list of leads as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadTable {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Whether the first row names them.
    pub has_header: bool,
    /// Which of them holds which field.
    pub mapping: LeadMapping,
    /// Required fields that no column holds; if there are any, no row was read.
    pub missing: Vec<&'static str>,
    /// The rows in their order, the header left out.
    pub lines: Vec<LeadLine>,
    /// How many rows of which kind.
    pub counts: LeadCounts,
    /// The encoding the bytes were read in.
    pub encoding: &'static str,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its place, from 0.
    pub index: usize,
    /// Its heading; empty when nobody named it.
    pub header: String,
    /// Its first values.
    pub sample: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadLine {
    /// The line it starts on, from 1 over all lines, blank ones too.
    pub line_no: u32,
    /// As it was written.
    pub raw: String,
    /// The person.
    pub contact_name: Option<String>,
    /// The company.
    pub company_name: Option<String>,
    /// The person's title or position.
    pub title: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The IANA time zone that the list names.
    pub time_zone: Option<String>,
    /// The number as it was written.
    pub written: Option<String>,
    /// The number, or why this is no lead.
    pub result: Result<PhoneNumber, LineError>,
    /// The line that had the same number first.
    pub duplicate_of: Option<u32>,
}

/// How many rows of which kind; unless a column is missing, each row is counted as one of `valid`, `invalid` and
/// `duplicates`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeadCounts {
    /// All rows.
    pub rows: u32,
    /// Leads.
    pub valid: u32,
    /// Rows with an error.
    pub invalid: u32,
    /// Rows whose number was in the list before.
    pub duplicates: u32,
}

/// Why a list of leads is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeadTableError {
    /// Nothing is in it.
    #[error("CSV file is empty")]
    Empty,
    /// More bytes than [`SIZE_MAX`].
    #[error("The list is larger than {} MB; split it into several.", SIZE_MAX / 1_000_000)]
    TooLarge,
    /// More rows than [`LINES_MAX`].
    #[error("The list has more than {LINES_MAX} lines; split it into several.")]
    TooManyLines,
    /// A column was chosen that it does not have.
    #[error(transparent)]
    NoSuchColumn(#[from] ColumnChoiceError),
}

impl LeadLine {
    pub(super) fn failed(line_no: u32, raw: &str, error: LineError) -> Self {
        Self {
            line_no,
            raw: raw.to_owned(),
            contact_name: None,
            company_name: None,
            title: None,
            email: None,
            time_zone: None,
            written: None,
            result: Err(error),
            duplicate_of: None,
        }
    }

    /// Why this row becomes no lead, if it does not.
    #[must_use]
    pub fn objection(&self) -> Option<LineError> {
        match (&self.result, self.duplicate_of) {
            (Err(error), _) => Some(error.clone()),
            (Ok(_), Some(earlier)) => Some(LineError::new(
                "duplicate_line",
                format!("The same number is on line {earlier}."),
            )),
            (Ok(_), None) => None,
        }
    }
}
