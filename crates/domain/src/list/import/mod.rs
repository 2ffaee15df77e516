//! Importing leads: files of up to a million rows, whose columns may hold anything that is known of a lead.
//!
//! A file is opened ([`ImportFile`], [`OpenImport`]): its encoding, separator and headings are found and its columns
//! mapped. Each row becomes an account of a lead ([`ImportRow`]), and one [`Judge`] says what becomes of each: new, an
//! update of a known lead, or nothing, with the reason. A look beforehand and the import itself ask the same judge
//! the same questions in the same order, which is why they cannot come to different ends.

mod consent;
mod counts;
mod field;
mod file;
mod guess;
mod judge;
mod mapping;
mod row;

pub use consent::FileConsents;
pub use counts::ImportCounts;
pub use field::{FieldError, ImportField};
pub use file::{ImportChoices, ImportColumn, ImportFile, ImportFileError, OpenImport, ROWS_MAX};
pub use judge::{Facts, Judge, Judged, KnownLead, KnownPolicy, RowResult};
pub use mapping::ImportMapping;
pub use row::ImportRow;

#[cfg(test)]
mod tests;
