//! What was found in a list, line by line, before anything is done with it.

use serde::Serialize;

use crate::phone::{PhoneError, PhoneNumber};

/// A list as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListPreview {
    /// Every entry in the order of the list; a line with several numbers has several entries.
    pub lines: Vec<ListLine>,
    /// The line that names the columns, if there is one; it has no entry of its own.
    pub header: Option<ListHeader>,
    /// How many entries of which kind.
    pub counts: ListCounts,
    /// The encoding the bytes were read in.
    pub encoding: &'static str,
}

/// The line that names the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListHeader {
    /// Where it is, counted from 1.
    pub line_no: u32,
    /// Its text.
    pub raw: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListLine {
    /// The line it starts on, counted from 1 over all lines, blank ones too.
    pub line_no: u32,
    /// The text it was read from: the line, or its part when a line has several numbers.
    pub raw: String,
    /// Whom the number belongs to: the person, or the company where no person is named.
    pub name: Option<String>,
    /// What to say to this person instead of the message of the whole list.
    pub message: Option<String>,
    /// The number, or why there is none.
    pub result: Result<PhoneNumber, LineError>,
    /// The line that had the same number first.
    pub duplicate_of: Option<u32>,
}

/// Why a line has no number to dial.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineError {
    /// The stable code that programs compare.
    pub code: &'static str,
    /// One sentence for the person who brought the list.
    pub message: String,
}

/// How many entries of which kind; each entry is counted as one of `valid`, `invalid`, `duplicates`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ListCounts {
    /// All entries.
    pub lines: u32,
    /// Numbers that can be dialled, each counted once.
    pub valid: u32,
    /// Entries with an error.
    pub invalid: u32,
    /// Numbers that were in the list before.
    pub duplicates: u32,
}

/// Why a list is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// More bytes than [`SIZE_MAX`].
    #[error("The list is larger than {} MB; split it into several.", SIZE_MAX / 1_000_000)]
    TooLarge,
    /// More entries than [`LINES_MAX`].
    #[error("The list has more than {LINES_MAX} lines; split it into several.")]
    TooManyLines,
}

impl ListError {
    /// The stable code that programs compare.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "list_too_large",
            Self::TooManyLines => "list_too_many_lines",
        }
    }
}

impl LineError {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<PhoneError> for LineError {
    fn from(error: PhoneError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl ListLine {
    pub(super) fn bare(line_no: u32, raw: &str, result: Result<PhoneNumber, LineError>) -> Self {
        Self {
            line_no,
            raw: raw.to_owned(),
            name: None,
            message: None,
            result,
            duplicate_of: None,
        }
    }
}

/// A page holds this much pasted text without trouble, and no list of [`LINES_MAX`] people is larger.
pub const SIZE_MAX: usize = 10_000_000;
/// Far beyond what one run dials in a day.
pub const LINES_MAX: u32 = 100_000;
