//! What each column of an import holds.

use serde::{Deserialize, Serialize};

use super::super::columns::simplify;
use super::ImportField;

/// What each column holds, from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportMapping(pub Vec<ImportField>);

impl ImportMapping {
    /// What a lead cannot do without and no column holds: `phone`, and `name` and `company` when neither is there.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !self.0.iter().any(ImportField::is_name) {
            missing.extend(["name", "company"]);
        }
        if !self.0.iter().any(|field| matches!(field, ImportField::Phone(_))) {
            missing.push("phone");
        }
        missing
    }

    /// The first field that two columns are to hold, if there is one: only what is ignored, names of a person in
    /// parts aside, may stand in several.
    #[must_use]
    pub fn twice(&self) -> Option<&ImportField> {
        self.0.iter().enumerate().find_map(|(place, field)| {
            let is_twice = *field != ImportField::Ignore && self.0[..place].contains(field);
            is_twice.then_some(field)
        })
    }

    /// As many entries as there are columns: surplus ones are dropped, absent ones ignore their column.
    #[must_use]
    pub fn fitted(mut self, width: usize) -> Self {
        self.0.resize(width, ImportField::Ignore);
        self
    }

    /// What a mapping is remembered by: the headings, however they are written.
    #[must_use]
    pub fn key(headings: &[String]) -> String {
        let words: Vec<String> = headings.iter().map(|heading| simplify(heading)).collect();
        words.join("|")
    }

    /// The column of a field.
    pub(super) fn column(&self, field: &ImportField) -> Option<usize> {
        self.0.iter().position(|held| held == field)
    }
}
