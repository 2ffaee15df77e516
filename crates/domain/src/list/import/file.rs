//! A file of leads: its encoding, separator, headings and rows.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::super::decode::decode;
use super::super::leads::layout::{self, Layout};
use super::super::reader::Reader;
use super::super::records::{Line, Records, lines};
use super::super::separator;
use super::{FileConsents, ImportMapping, ImportRow, guess, row};

/// The text of a file.
#[derive(Debug)]
pub struct ImportFile<'a> {
    text: Cow<'a, str>,
    encoding: &'static str,
}

/// What a person chose in place of what is guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportChoices {
    /// What each column holds.
    pub mapping: Option<ImportMapping>,
    /// Whether the first row names the columns.
    pub has_header: Option<bool>,
    /// What everybody in the file has agreed to.
    #[serde(default)]
    pub consents: Option<FileConsents>,
}

/// A file that was understood.
#[derive(Debug)]
pub struct OpenImport<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
    skipped: usize,
    layout: Layout,
    /// The encoding the bytes were read in.
    pub encoding: &'static str,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// What each column seems to hold.
    pub guess: ImportMapping,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// Its heading; empty when nobody named it.
    pub header: String,
    /// Its first values.
    pub sample: Vec<String>,
}

/// Why a file is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportFileError {
    /// Nothing is in it.
    #[error("The file is empty.")]
    Empty,
    /// More rows than [`ROWS_MAX`].
    #[error("The file has more than {ROWS_MAX} lines; split it into several.")]
    TooManyRows,
}

impl<'a> ImportFile<'a> {
    /// Reads the bytes of a file; only those in another encoding than UTF-8 are copied.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let (text, encoding) = decode(bytes);
        Self { text, encoding }
    }

    /// Finds out how the file is laid out; `region` is how numbers in national notation are read.
    ///
    /// # Errors
    /// When nothing is in it or it is too long.
    pub fn open(&'a self, region: &str, has_header: Option<bool>) -> Result<OpenImport<'a>, ImportFileError> {
        let all = lines(&self.text);
        let (declared, rest) = separator::declared(&all);
        let skipped = all.len() - rest.len();
        let layout =
            layout::find(&self.text, rest, region, declared, has_header).ok_or(ImportFileError::Empty)?;
        let mut open = OpenImport {
            text: &self.text,
            lines: all,
            skipped,
            layout,
            encoding: self.encoding,
            columns: Vec::new(),
            guess: ImportMapping::default(),
        };
        open.columns = open.find_columns();
        let headings: Vec<String> = open.columns.iter().map(|column| column.header.clone()).collect();
        open.guess = guess::complete(&open.layout.guess, &headings);
        if open.lines.len() > ROWS_MAX && open.count() > ROWS_MAX as u64 {
            return Err(ImportFileError::TooManyRows);
        }
        Ok(open)
    }
}

impl OpenImport<'_> {
    /// Whether the first row names the columns.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.layout.has_header
    }

    /// What stands between its cells.
    #[must_use]
    pub fn separator(&self) -> char {
        self.layout.delimiter
    }

    /// How many lines it has: about as many as rows, and known at once.
    #[must_use]
    pub fn lines(&self) -> u64 {
        (self.lines.len() - self.skipped) as u64
    }

    /// How many rows it has, the one with the names of the columns left out.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.records().count() as u64
    }

    /// Its rows in their order, the one with the names of the columns left out.
    pub fn rows<'s>(
        &'s self,
        mapping: &'s ImportMapping,
        region: &'s str,
    ) -> impl Iterator<Item = ImportRow> + 's {
        let width = self.layout.width;
        let reader = Reader::of(self.text, region);
        self.records()
            .map(move |record| row::read(&record, width, mapping, reader))
    }

    fn records(&self) -> impl Iterator<Item = super::super::records::Record<'_>> {
        let records = Records::of(self.text, &self.lines[self.skipped..], self.layout.delimiter);
        records.skip(usize::from(self.layout.has_header))
    }

    fn find_columns(&self) -> Vec<ImportColumn> {
        let lines = &self.lines[self.skipped..];
        let head = Records::of(self.text, lines, self.layout.delimiter).next();
        let headings = head
            .filter(|_| self.layout.has_header)
            .and_then(|record| record.cells)
            .unwrap_or_default();
        let first: Vec<Vec<String>> = self
            .records()
            .take(SAMPLES)
            .filter_map(|record| record.cells)
            .collect();
        let column = |index: usize| ImportColumn {
            header: headings.get(index).cloned().unwrap_or_default(),
            sample: first
                .iter()
                .filter_map(|cells| cells.get(index).cloned())
                .collect(),
        };
        (0..self.layout.width).map(column).collect()
    }
}

/// More people than anybody calls from one list.
pub const ROWS_MAX: usize = 1_000_000;
/// Enough to recognise a column by.
const SAMPLES: usize = 3;
