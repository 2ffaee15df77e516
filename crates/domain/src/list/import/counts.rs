//! How many rows of an import become what.

use serde::{Deserialize, Serialize};

use super::RowResult;

/// How many rows of an import become what; each row is counted once beside `rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// All rows.
    pub rows: u64,
    /// New leads.
    pub new: u64,
    /// Known leads that change.
    pub updated: u64,
    /// Rows that say nothing new.
    pub duplicate: u64,
    /// Rows about people who must not be called.
    pub do_not_call: u64,
    /// Rows that cannot be read as a lead.
    pub invalid: u64,
}

impl ImportCounts {
    /// Counts one more row.
    pub fn add(&mut self, result: &RowResult) {
        self.rows += 1;
        let kind = match result {
            RowResult::New => &mut self.new,
            RowResult::Updated { .. } => &mut self.updated,
            RowResult::Duplicate(_) => &mut self.duplicate,
            RowResult::DoNotCall(_) => &mut self.do_not_call,
            RowResult::Invalid(_) => &mut self.invalid,
        };
        *kind += 1;
    }
}
