//! Lists of leads: tables whose columns are the lead's fields, as address books and other programs export them.
//!
//! The columns are guessed from their headings, or from what stands in them when nobody named them; a person may
//! choose others. Each row becomes a lead or says why it does not.

mod headings;
pub(in crate::list) mod layout;
mod mapping;
mod outcome;
mod read;
mod row;

pub use mapping::{ColumnChoiceError, ColumnChoices, LeadMapping};
pub use outcome::{Column, LeadCounts, LeadLine, LeadTable, LeadTableError};
pub use read::read_leads;

#[cfg(test)]
mod tests;
